from kunnande.site.cli import main

main(prog_name="kunnande")

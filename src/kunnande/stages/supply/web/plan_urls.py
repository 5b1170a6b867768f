"""The addresses of a company's plan and of its coach."""

from django.urls import path

from kunnande.stages.supply.web import coaching, plan_files, plans

patterns = [
    path("coach/foretag/", coaching.coached, name="coached"),
    path("foretag/<int:organisation_id>/plan/", plans.plan, name="plan"),
    path("foretag/<int:organisation_id>/plan/utkast/", plans.draft_plan, name="draft_plan"),
    path("foretag/<int:organisation_id>/plan/iso-9001/", plan_files.evidence, name="evidence"),
    path("foretag/<int:organisation_id>/plan/logg/", coaching.log, name="log"),
    path("foretag/<int:organisation_id>/plan/coach/", coaching.let_coach, name="let_coach"),
    path("plan/coach/<int:coaching_id>/avsluta/", coaching.stop_coach, name="stop_coach"),
    path("plan/<int:supply_plan_id>/anta/", plans.adopt_plan, name="adopt_plan"),
    path("plan/<int:supply_plan_id>/mal/", plans.plan_words, name="plan_words"),
    path("plan/<int:supply_plan_id>/ny-atgard/", plans.new_measure, name="new_measure"),
    path("plan/<int:supply_plan_id>/pdf/", plan_files.plan_paper, name="plan_paper"),
    path("plan/<int:supply_plan_id>/excel/", plan_files.plan_file, name="plan_file"),
    path("plan/atgard/<int:measure_id>/", plans.measure, name="measure"),
    path("plan/atgard/<int:measure_id>/ta-bort/", plans.remove_measure, name="remove_measure"),
]

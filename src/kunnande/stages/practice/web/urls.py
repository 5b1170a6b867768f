from django.urls import path

from kunnande.stages.practice.web import assessing, planning, protocols, results

app_name = "practice"
urlpatterns = [
    path("praktik/", planning.planning, name="planning"),
    path("praktik/planera/<int:case_id>/", planning.plan, name="plan"),
    path("praktik/<int:assessment_id>/stall-in/", planning.cancel, name="cancel"),
    path("praktik/tillfalle/<int:session_id>/", planning.prepare, name="prepare"),
    path("praktikprotokoll/", protocols.protocols, name="protocols"),
    path(
        "praktikprotokoll/<int:protocol_version_id>/",
        protocols.protocol_version,
        name="protocol_version",
    ),
    path("bedomning/", assessing.assessing, name="assessing"),
    path("bedomning/<int:assessment_id>/", assessing.protocol, name="protocol"),
    path("bedomning/<int:assessment_id>/borja/", assessing.start, name="start"),
    path("bedomning/<int:assessment_id>/notera/", assessing.note, name="note"),
    path("bedomning/<int:assessment_id>/stopp/", assessing.stop, name="stop"),
    path("bedomning/<int:assessment_id>/skriv-under/", assessing.sign, name="sign"),
    path("bedomning/<int:assessment_id>/utan-underskrift/", assessing.unsigned, name="unsigned"),
    path("bedomning/<int:assessment_id>/samtal/", results.talk, name="talk"),
    path("bedomning/<int:assessment_id>/resultat/", results.result, name="result"),
    path("bedomning/<int:assessment_id>/las-upp/", results.unlock, name="unlock"),
    path("lasta-protokoll/", results.locked, name="locked"),
    path("praktiskt-prov/<int:assessment_id>/", results.mine, name="mine"),
]

from django.urls import path

from kunnande.stages.centres.web import (
    applying,
    auditing,
    deciding,
    overview,
    place,
    public,
    staff,
)

app_name = "centres"
_ACCREDITATION = "ackrediteringar/<int:accreditation_id>/"
_CENTRE = "testcenter/<int:organisation_id>/"
urlpatterns = [
    path("testcenter/", public.find, name="find"),
    path("testcenter/att-gora/", overview.due, name="due"),
    path("ackrediteringar/", overview.accreditations, name="accreditations"),
    path(_ACCREDITATION, overview.accreditation, name="accreditation"),
    path(f"{_CENTRE}ansok/", applying.apply, name="apply"),
    path(f"{_ACCREDITATION}sjalvskattning/", applying.self_assess, name="self_assess"),
    path(f"{_ACCREDITATION}lamna-in/", applying.submit, name="submit"),
    path(f"{_ACCREDITATION}filer/", applying.attach, name="attach"),
    path("ackrediteringar/filer/<int:file_id>/", applying.download, name="download"),
    path("ackrediteringar/filer/<int:file_id>/ta-bort/", applying.remove, name="remove"),
    path(f"{_ACCREDITATION}besok/", auditing.plan_audit, name="plan_audit"),
    path(f"{_ACCREDITATION}intyga/", auditing.declare, name="declare"),
    path(f"{_ACCREDITATION}protokoll/", auditing.protocol, name="protocol"),
    path("avvikelser/<int:finding_id>/svar/", auditing.answer_finding, name="answer_finding"),
    path("avvikelser/<int:finding_id>/atgardad/", auditing.resolve_finding, name="resolve_finding"),
    path(
        "avvikelser/<int:finding_id>/uppskov/", auditing.postpone_finding, name="postpone_finding"
    ),
    path(f"{_ACCREDITATION}beslut/", deciding.decide, name="decide"),
    path(f"{_ACCREDITATION}vilande/", deciding.suspend, name="suspend"),
    path(f"{_ACCREDITATION}vilande/slut/", deciding.lift, name="lift"),
    path(f"{_ACCREDITATION}aterkalla/", deciding.withdraw, name="withdraw"),
    path("checklistor/", deciding.checklists, name="checklists"),
    path("checklistor/<int:product_id>/ny/", deciding.publish_checklist, name="publish_checklist"),
    path("behorigheter/", staff.authorisations, name="authorisations"),
    path(f"{_CENTRE}behorighet/", staff.authorise, name="authorise"),
    path(
        "behorigheter/<int:authorisation_id>/avsluta/",
        staff.end_authorisation,
        name="end_authorisation",
    ),
    path(f"{_CENTRE}plats/", place.place, name="place"),
    path(f"{_CENTRE}plats/beskriv/", place.describe, name="describe"),
    path(f"{_CENTRE}plats/rum/", place.add_room, name="add_room"),
    path(f"{_CENTRE}plats/rum/<int:room_id>/", place.change_room, name="change_room"),
    path(f"{_CENTRE}plats/maskiner/", place.add_machine, name="add_machine"),
    path(f"{_CENTRE}plats/maskiner/<int:machine_id>/", place.change_machine, name="change_machine"),
    path(f"{_CENTRE}plats/tider/", place.hours, name="hours"),
    path(f"{_CENTRE}plats/dagar/", place.add_exception, name="add_exception"),
    path(
        f"{_CENTRE}plats/dagar/<int:exception_id>/ta-bort/",
        place.remove_exception,
        name="remove_exception",
    ),
]

from django.urls import path

from kunnande.stages.development.web import courses, handover, plans, provider, uploads

app_name = "development"
urlpatterns = [
    path("min-plan/", plans.mine, name="mine"),
    path("min-plan/<int:organisation_id>/gor/", plans.draft, name="draft"),
    path("min-plan/steg/<int:step_id>/", plans.step, name="step"),
    path("min-plan/<int:plan_id>/visa/", plans.propose, name="propose"),
    path("min-plan/<int:plan_id>/ta-tillbaka/", plans.take_back, name="take_back"),
    path("planer/", plans.plans, name="plans"),
    path("planer/<int:plan_id>/", plans.plan, name="plan"),
    path("overlamning/", handover.hand_over, name="hand_over"),
    path("kurser/", courses.courses, name="courses"),
    path("kurser/grupp/<int:group_id>/plats/", courses.enrol, name="enrol"),
    path("kurser/plats/<int:enrolment_id>/lamna/", courses.cancel, name="cancel"),
    path("foretag/<int:organisation_id>/kurser/", courses.staff, name="staff"),
    path("anordnare/", provider.offered, name="offered"),
    path("anordnare/las-in/", uploads.upload, name="upload"),
    path("anordnare/las-in/bekrafta/", uploads.confirm_upload, name="confirm_upload"),
    path("anordnare/mall.xlsx", uploads.template, name="template"),
    path("anordnare/kurs/<int:course_id>/dra-in/", provider.withdraw, name="withdraw"),
    path("anordnare/kurs/<int:course_id>/grupp/", provider.new_group, name="new_group"),
    path("anordnare/grupp/<int:group_id>/", provider.group, name="group"),
    path("anordnare/grupp/<int:group_id>/avsluta/", provider.finish, name="finish"),
    path("anordnare/grupp/<int:group_id>/stall-in/", provider.call_off, name="call_off"),
    path("anordnare/tillfalle/<int:occasion_id>/", provider.occasion, name="occasion"),
]

from django.urls import path

from kunnande.stages.booking.web import booking, companies, mine, schedules, sessions, stops

app_name = "booking"
urlpatterns = [
    path("boka/<int:case_id>/<slug:session_kind>/", booking.times, name="times"),
    path("boka/<int:case_id>/<slug:session_kind>/vanta/", mine.wait, name="wait"),
    path("boka/<int:case_id>/tid/<int:session_id>/", booking.hold, name="hold"),
    path("bokningar/", mine.mine, name="mine"),
    path("bokningar/<int:booking_id>/", booking.confirm, name="confirm"),
    path("bokningar/<int:booking_id>/avboka/", mine.cancel, name="cancel"),
    path("bokningar/<int:booking_id>/flytta/", booking.move, name="move"),
    path("bokningar/<int:booking_id>/kalender.ics", mine.calendar, name="calendar"),
    path("bokningar/behov/", mine.needs, name="needs"),
    path("bokningar/vantelista/<int:entry_id>/lamna/", mine.leave, name="leave"),
    path("bokningar/erbjudanden/<int:offer_id>/", mine.answer, name="answer"),
    path("foretag/<int:organisation_id>/bokningar/", companies.company, name="company"),
    path("foretag/<int:organisation_id>/bokningar/andel/", companies.share, name="share"),
    path(
        "foretag/<int:organisation_id>/bokningar/<int:session_id>/",
        companies.book,
        name="book_employees",
    ),
    path("tillfallen/", sessions.index, name="sessions"),
    path("tillfallen/nytt/", sessions.open_new, name="open"),
    path("tillfallen/<int:session_id>/", sessions.show, name="session"),
    path("tillfallen/<int:session_id>/stang/", sessions.close, name="close"),
    path("tillfallen/<int:session_id>/stall-in/", sessions.call_off, name="call_off"),
    path("tillfallen/<int:session_id>/fyll/", sessions.fill, name="fill"),
    path("tillfallen/narvaro/<int:booking_id>/", sessions.attend, name="attendance"),
    path("tillfallen/slapp-in/<int:booking_id>/", sessions.allow, name="allow"),
    path("tillfallen/foreslagna/", schedules.proposals, name="proposals"),
    path(
        "tillfallen/foreslagna/<int:proposed_id>/oppna/",
        schedules.open_proposed,
        name="open_proposed",
    ),
    path("scheman/", schedules.index, name="schedules"),
    path("scheman/<int:schedule_id>/", schedules.show, name="schedule"),
    path("scheman/<int:schedule_id>/stoppa/", schedules.stop, name="stop_schedule"),
    path("scheman/<int:schedule_id>/skicka/", schedules.send, name="send_schedule"),
    path("stopp/", stops.index, name="stops"),
    path("stopp/<int:stop_id>/", stops.show, name="stop"),
    path("stopp/<int:stop_id>/skicka/", stops.send, name="send_stop_letters"),
]

"""Every address of the pages."""

from django.urls import include, path
from django.urls.converters import IntConverter, register_converter

from mentorpanel.config import advice_urls, decision_urls, giving_urls, introduction_urls
from mentorpanel.web import (
    assessments,
    calendars,
    captures,
    feeds,
    goals,
    imports,
    incoming,
    installable,
    invitations,
    journal,
    letter_wording,
    letters,
    look,
    mentor_page,
    needs,
    notices,
    palette,
    panel,
    parking,
    people,
    person,
    phases,
    problems,
    push_devices,
    reminders,
    search,
    series,
    sessions,
    settings,
    sign_in,
    today,
    tokens,
    updates,
    welcome,
)


class CardConverter:
    """A card's id, such as ``brief-12``."""

    regex = "[a-z0-9-]{1,80}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class IdConverter(IntConverter):
    """A number that every database can hold; a longer one is no address of ours."""

    regex = "[0-9]{1,18}"


class WordConverter(CardConverter):
    """The slug of a need or a phase, also one of the owner's own: letters of any script, digits, hyphens."""

    regex = "[^/]{1,80}"


register_converter(CardConverter, "card")
register_converter(IdConverter, "id")
register_converter(WordConverter, "word")

handler400 = problems.bad_request
handler403 = problems.denied
handler404 = problems.not_found
handler500 = problems.failed

urlpatterns = [
    path("api/", include("mentorpanel.api.routes")),
    path("", today.today, name="today"),
    path("cards/<card:card>/done/", today.done, name="card-done"),
    path("cards/<card:card>/snooze/", today.snooze, name="card-snooze"),
    path("cards/<card:card>/dismiss/", today.dismiss, name="card-dismiss"),
    path("cards/<card:card>/undo/", today.undo, name="card-undo"),
    path("capture/", captures.capture, name="capture"),
    path("palette/", palette.palette, name="palette"),
    path("search/", search.search, name="search"),
    # people
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="person-new"),
    path("people/board/", people.board, name="people-board"),
    path("people/trash/", people.trash, name="people-trash"),
    path("people/bulk/", people.bulk, name="people-bulk"),
    path("people/<id:person_id>/", person.person, name="person"),
    path("people/<id:person_id>/edit/", person.edit, name="person-edit"),
    path("people/<id:person_id>/stage/", person.stage, name="person-stage"),
    path("people/<id:person_id>/stage/undo/", person.undo_stage, name="person-stage-undo"),
    path("people/<id:person_id>/back/", person.put_back, name="person-put-back"),
    path("people/<id:person_id>/cadence/", person.cadence, name="person-cadence"),
    path("people/<id:person_id>/roles/", person.roles, name="person-roles"),
    path("people/<id:person_id>/met/", person.met, name="person-met"),
    path("people/<id:person_id>/contact/", person.add_contact, name="person-contact"),
    path(
        "people/<id:person_id>/contact/<id:point_id>/remove/",
        person.remove_contact,
        name="person-contact-remove",
    ),
    path("people/<id:person_id>/trash/", person.trash, name="person-trash"),
    path("people/<id:person_id>/restore/", person.restore, name="person-restore"),
    path("people/<id:person_id>/merge/", person.merge, name="person-merge"),
    path("people/<id:person_id>/letters/", letters.new, name="letter-new"),
    path("people/<id:person_id>/evidence/", assessments.add, name="evidence-add"),
    path("people/<id:person_id>/monthly/", assessments.monthly, name="person-monthly"),
    path("evidence/<id:evidence_id>/", assessments.piece, name="evidence"),
    path("evidence/<id:evidence_id>/change/", assessments.change, name="evidence-change"),
    path("evidence/<id:evidence_id>/delete/", assessments.delete, name="evidence-delete"),
    path("evidence/<id:evidence_id>/restore/", assessments.restore, name="evidence-restore"),
    path("people/<id:person_id>/helps/", needs.helps, name="person-helps"),
    path("people/<id:person_id>/helps/undo/", needs.undo_helps, name="person-helps-undo"),
    path("people/<id:person_id>/knows/", needs.knows, name="person-knows"),
    path("people/<id:person_id>/knows/undo/", needs.undo_knows, name="person-knows-undo"),
    path("touchpoints/<id:touchpoint_id>/delete/", person.delete_touchpoint, name="touchpoint-delete"),
    path("touchpoints/<id:touchpoint_id>/restore/", person.restore_touchpoint, name="touchpoint-restore"),
    path("merges/<id:merge_id>/undo/", imports.undo_merge, name="merge-undo"),
    # noticing somebody, and what follows
    path("notice/", notices.noticed, name="notices"),
    path("notice/<id:notice_id>/", notices.notice, name="notice"),
    path("notice/<id:notice_id>/change/undo/", notices.undo_change, name="notice-change-undo"),
    path("notice/<id:notice_id>/undo/", notices.undo_notice, name="notice-undo"),
    path("notice/<id:notice_id>/delete/", notices.delete, name="notice-delete"),
    path("notice/<id:notice_id>/restore/", notices.restore, name="notice-restore"),
    path("notice/<id:notice_id>/letter/", notices.write, name="notice-letter"),
    path("notice/<id:notice_id>/follow-up/", notices.followed_up, name="notice-follow-up"),
    path("notice/<id:notice_id>/follow-up/undo/", notices.undo_follow_up, name="notice-follow-up-undo"),
    path("notice/<id:notice_id>/let-go/", notices.let_go, name="notice-let-go"),
    path("notice/<id:notice_id>/reopen/", notices.reopen, name="notice-reopen"),
    path("notice/<id:notice_id>/met/", notices.met, name="notice-met"),
    # the panel
    path("panel/", panel.panel, name="panel"),
    path("panel/over-time/", panel.over_time, name="panel-over-time"),
    path("panel/change/", phases.change, name="phase-change"),
    path("panel/change/<id:phase_id>/undo/", phases.undo, name="phase-undo"),
    path("panel/phases/", phases.all_phases, name="phases"),
    path("panel/phases/<word:phase>/", phases.phase, name="phase"),
    path("panel/phases/<word:phase>/reset/", phases.reset, name="phase-reset"),
    path("panel/phases/<word:phase>/drop/", phases.drop, name="phase-drop"),
    path("panel/needs/<word:need>/", needs.need, name="need"),
    path("panel/needs/<word:need>/level/", needs.level, name="need-level"),
    # parking lot
    path("parking/", parking.parking, name="parking"),
    path("parking/<id:item_id>/", parking.change, name="parked-item"),
    path("parking/<id:item_id>/assign/", parking.assign, name="parked-assign"),
    path("parking/<id:item_id>/plan/", parking.plan, name="parked-plan"),
    path("parking/<id:item_id>/close/", parking.close, name="parked-close"),
    path("parking/<id:item_id>/reopen/", parking.reopen, name="parked-reopen"),
    # sessions
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new/", series.new, name="session-new"),
    path("series/<id:series_id>/end/", series.end, name="series-end"),
    path("sessions/<id:session_id>/", sessions.session, name="session"),
    path("sessions/<id:session_id>/agenda/", sessions.agenda, name="session-agenda"),
    path("sessions/<id:session_id>/notes/", sessions.notes, name="session-notes"),
    path("sessions/<id:session_id>/notes/undo/", sessions.undo_notes, name="session-notes-undo"),
    path("sessions/<id:session_id>/prepared/", sessions.prepared, name="session-prepared"),
    path("sessions/<id:session_id>/hold/", sessions.hold, name="session-hold"),
    path("sessions/<id:session_id>/move/", sessions.move, name="session-move"),
    path("sessions/<id:session_id>/cancel/", sessions.cancel, name="session-cancel"),
    path("sessions/<id:session_id>/missed/", sessions.missed, name="session-missed"),
    path("sessions/<id:session_id>/reopen/", sessions.reopen, name="session-reopen"),
    path("sessions/<id:session_id>/invitation/", invitations.invitation, name="session-invitation"),
    path("sessions/<id:session_id>/invitation/send/", invitations.send, name="session-invitation-send"),
    path("sessions/<id:session_id>/invitation/sent/", invitations.sent, name="session-invitation-sent"),
    path("sessions/<id:session_id>/invitation/unsend/", invitations.unsend, name="session-invitation-unsend"),
    path("sessions/<id:session_id>/invitation/again/", invitations.again, name="session-invitation-again"),
    path("sessions/<id:session_id>/invitation/eml/", invitations.eml, name="session-invitation-eml"),
    path("sessions/<id:session_id>/brief/", letters.brief, name="session-brief"),
    path("sessions/<id:session_id>/recap/", letters.recap, name="session-recap"),
    path("sessions/<id:session_id>/mentor-page/", mentor_page.preview, name="session-mentor-page"),
    path("sessions/<id:session_id>/link/", mentor_page.make, name="session-link"),
    path("sessions/<id:session_id>/link/offer/", mentor_page.offer, name="session-link-offer"),
    path("sessions/<id:session_id>/link/revoke/", mentor_page.revoke, name="session-link-revoke"),
    path("replies/<id:reply_id>/accept/", mentor_page.accept, name="reply-accept"),
    path("replies/<id:reply_id>/take-over/", mentor_page.take_over, name="reply-take-over"),
    path("replies/<id:reply_id>/settle/", mentor_page.settle, name="reply-settle"),
    path("replies/<id:reply_id>/unsettle/", mentor_page.unsettle, name="reply-unsettle"),
    path("commitments/<id:commitment_id>/kept/", sessions.commitment_kept, name="commitment-kept"),
    path("commitments/<id:commitment_id>/drop/", sessions.commitment_dropped, name="commitment-drop"),
    path("commitments/<id:commitment_id>/reopen/", sessions.commitment_reopened, name="commitment-reopen"),
    *advice_urls.addresses(),
    # letters
    path("letters/<id:draft_id>/", letters.letter, name="letter"),
    path("letters/<id:draft_id>/send/", letters.send, name="letter-send"),
    path("letters/<id:draft_id>/sent/", letters.sent, name="letter-sent"),
    path("letters/<id:draft_id>/unsend/", letters.unsend, name="letter-unsend"),
    path("letters/<id:draft_id>/answered/", letters.answered, name="letter-answered"),
    path("letters/<id:draft_id>/unanswered/", letters.unanswered, name="letter-unanswered"),
    path("letters/<id:draft_id>/again/", letters.again, name="letter-again"),
    path("letters/<id:draft_id>/fresh/", letters.fresh, name="letter-fresh"),
    path("letters/<id:draft_id>/delete/", letters.delete, name="letter-delete"),
    path("letters/<id:draft_id>/letter.eml", letters.eml, name="letter-eml"),
    path("letters/<id:draft_id>/preview/", letters.preview, name="letter-preview"),
    # updates
    path("updates/", updates.all_updates, name="updates"),
    path("updates/<id:update_id>/", updates.update, name="update"),
    path("updates/<id:update_id>/preview/", updates.preview, name="update-preview"),
    path("updates/<id:update_id>/readers/", updates.add_readers, name="update-readers"),
    path(
        "updates/<id:update_id>/readers/<id:person_id>/remove/",
        updates.remove_reader,
        name="update-reader-remove",
    ),
    path(
        "updates/<id:update_id>/readers/<id:person_id>/leave-out/",
        updates.leave_out,
        name="update-leave-out",
    ),
    path("updates/<id:update_id>/lines/", updates.lines, name="update-lines"),
    path("updates/<id:update_id>/send/", updates.send, name="update-send"),
    path("updates/<id:update_id>/close/", updates.close, name="update-close"),
    path("updates/<id:update_id>/reopen/", updates.reopen, name="update-reopen"),
    path("updates/<id:update_id>/delete/", updates.delete, name="update-delete"),
    *giving_urls.addresses(),
    *introduction_urls.addresses(),
    # journal and goals
    path("journal/", journal.journal, name="journal"),
    path("journal/<id:entry_id>/", journal.entry, name="journal-entry"),
    path("journal/<id:entry_id>/share/", journal.share, name="journal-share"),
    path("journal/<id:entry_id>/trash/", journal.trash, name="journal-trash"),
    path("journal/<id:entry_id>/restore/", journal.restore, name="journal-restore"),
    path("goals/", goals.goals, name="goals"),
    path("goals/new/", goals.new, name="goal-new"),
    path("goals/<id:goal_id>/", goals.change, name="goal"),
    path("goals/<id:goal_id>/check-in/", goals.check_in, name="goal-check-in"),
    path("goals/<id:goal_id>/milestones/", goals.add_milestone, name="goal-milestone"),
    path("goals/milestones/<id:milestone_id>/", goals.tick_milestone, name="milestone"),
    path("goals/milestones/<id:milestone_id>/change/", goals.change_milestone, name="milestone-change"),
    path("goals/milestones/<id:milestone_id>/remove/", goals.remove_milestone, name="milestone-remove"),
    path("goals/milestones/back/<str:removed>/", goals.put_back, name="milestone-back"),
    path("goals/<id:goal_id>/end/", goals.end, name="goal-end"),
    path("goals/<id:goal_id>/reopen/", goals.reopen, name="goal-reopen"),
    *decision_urls.addresses(),
    # bringing people in
    path("import/", imports.imports, name="import"),
    path("import/matches/", imports.matches, name="matches"),
    path("import/matches/<id:match_id>/", imports.decide, name="match-decide"),
    path("import/<id:import_id>/", imports.run, name="import-run"),
    path("import/<id:import_id>/mapping/", imports.mapping, name="import-mapping"),
    path("import/<id:import_id>/undo/", imports.undo, name="import-undo"),
    # settings and first run
    path("settings/", settings.settings, name="settings"),
    path("settings/profile/", settings.profile, name="settings-profile"),
    path("settings/ladder/", settings.ladder, name="settings-ladder"),
    path("settings/principles/", settings.principles, name="settings-principles"),
    path("settings/phase/", settings.phase, name="settings-phase"),
    path("settings/focus/", settings.focus, name="settings-focus"),
    path("settings/numbers/", settings.numbers, name="settings-numbers"),
    path("settings/backup/", settings.backup, name="settings-backup"),
    path("settings/calendar/", feeds.calendar, name="settings-calendar"),
    path("settings/calendar/options/", feeds.options, name="settings-calendar-options"),
    path("settings/calendar/revoke/", feeds.revoke, name="settings-calendar-revoke"),
    path("settings/calendar/restore/", feeds.restore, name="settings-calendar-restore"),
    path("settings/calendar/mentoring.ics", feeds.file, name="settings-calendar-file"),
    path("settings/calendar/work/", calendars.work, name="settings-calendar-work"),
    path("settings/calendar/server/", calendars.connect, name="settings-calendar-connect"),
    path("settings/calendar/server/choose/", calendars.choose, name="settings-calendar-choose"),
    path("settings/calendar/server/sync/", calendars.sync, name="settings-calendar-sync"),
    path("settings/calendar/server/anew/", calendars.write_anew, name="settings-calendar-anew"),
    path(
        "settings/calendar/server/entries/<id:written_id>/anew/",
        calendars.write_one_anew,
        name="settings-calendar-entry-anew",
    ),
    path("settings/calendar/server/disconnect/", calendars.disconnect, name="settings-calendar-disconnect"),
    path("settings/mail/", incoming.mail, name="settings-mail"),
    path("settings/mail/files/", incoming.files, name="settings-mail-files"),
    path("settings/mail/again/", incoming.again, name="settings-mail-again"),
    path("settings/mail/<id:mail_id>/undo/", incoming.undo, name="settings-mail-undo"),
    path("settings/reminders/", reminders.settings, name="settings-reminders"),
    path("settings/reminders/switch/", reminders.switch, name="settings-reminders-switch"),
    path("settings/reminders/send/", reminders.send, name="settings-reminders-send"),
    path("settings/reminders/devices/", push_devices.add, name="settings-reminders-device-add"),
    path(
        "settings/reminders/devices/<id:device_id>/try/",
        push_devices.send_a_try,
        name="settings-reminders-device-try",
    ),
    path(
        "settings/reminders/devices/<id:device_id>/remove/",
        push_devices.remove,
        name="settings-reminders-device-remove",
    ),
    path("settings/tokens/", tokens.tokens, name="settings-tokens"),
    path("settings/tokens/<id:token_id>/revoke/", tokens.revoke, name="settings-token-revoke"),
    path("settings/letters/", letter_wording.wordings, name="settings-letters"),
    path("settings/letters/<card:kind>/", letter_wording.wording, name="settings-letter"),
    path("settings/letters/<card:kind>/preview/", letter_wording.preview, name="settings-letter-preview"),
    path("settings/letters/<card:kind>/reset/", letter_wording.reset, name="settings-letter-reset"),
    path("settings/letters/<card:kind>/restore/", letter_wording.restore, name="settings-letter-restore"),
    path("settings/theme/", settings.theme, name="settings-theme"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/helpers/", welcome.helpers, name="welcome-helpers"),
    path("welcome/profile/", welcome.profile, name="welcome-profile"),
    path("welcome/phase/", welcome.phase, name="welcome-phase"),
    path("welcome/bring-in/", welcome.bring_in, name="welcome-bring-in"),
    path("welcome/skip/", welcome.skip, name="welcome-skip"),
    path("look/", look.look, name="look"),
    path("feeds/<str:token>.ics", feeds.feed, name="feed"),
    path("reminders/<str:token>/", reminders.stop, name="reminders-stop"),
    # what a mentor opens by a private link
    path("m/<str:token>/", mentor_page.page, name="mentor-page"),
    path("m/<str:token>/session.ics", mentor_page.calendar, name="mentor-page-calendar"),
    # signing in, and what a phone needs to install the app
    path("link/<str:token>/", sign_in.link, name="link"),
    path("sign-in/", sign_in.SignInView.as_view(), name="account_login"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("service-worker.js", installable.service_worker, name="service-worker"),
    path("healthy/", installable.healthy, name="healthy"),
]

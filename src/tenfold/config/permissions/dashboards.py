"""Numbers, segments, boards, goals, alerts, and what happened."""

from tenfold.config.permissions.who import ANYONE, Who
from tenfold.people.permissions import Permission

GOALS = """
    dashboards:goals dashboards:goals_moved dashboards:goals_check_in dashboards:goals_day
    dashboards:goal dashboards:goal_print dashboards:goal_new dashboards:goal_change
    dashboards:goal_adopt dashboards:goal_decline dashboards:goal_archive dashboards:goal_close
    dashboards:goal_reopen dashboards:goal_carry_over dashboards:goal_preview
    dashboards:goal_result_new dashboards:goal_result_change dashboards:goal_result_remove
    api:objectives api:objective api:objective_adopt api:objective_decline api:objective_score
    api:objective_results api:objective_check_in
""".split()  # noqa: SIM905  words read better than a list of quotes
"""Goals. Everybody who sees numbers looks, proposes and checks in; who may decide about which goal
says dashboards/rules/goals/authority.py."""

DASHBOARDS: dict[str, Who] = {
    # Dashboards
    "dashboards:home": Permission.SEE_NUMBERS,
    "dashboards:headlines": Permission.SEE_NUMBERS,
    "dashboards:goals_now": Permission.SEE_NUMBERS,
    "dashboards:waiting": Permission.SEE_NUMBERS,
    "dashboards:number": Permission.SEE_NUMBERS,
    "dashboards:number_csv": Permission.SEE_NUMBERS,
    "dashboards:explore": Permission.SEE_NUMBERS,
    "dashboards:explore_answer": Permission.SEE_NUMBERS,
    "dashboards:explore_cancel": Permission.SEE_NUMBERS,
    "dashboards:explore_csv": Permission.SEE_NUMBERS,
    "dashboards:explore_open": Permission.SEE_NUMBERS,
    "dashboards:explore_who": Permission.SEE_NUMBERS,
    "dashboards:explore_who_csv": Permission.SEE_NUMBERS,
    "dashboards:explore_save": Permission.DEFINE_METRICS,
    "dashboards:explore_group": Permission.DEFINE_METRICS,
    # What happened. Whoever sees numbers notes it; the rules say whose a note is.
    "dashboards:annotations": Permission.SEE_NUMBERS,
    "dashboards:annotation": Permission.SEE_NUMBERS,
    "dashboards:annotation_new": Permission.SEE_NUMBERS,
    "dashboards:annotation_change": Permission.SEE_NUMBERS,
    "dashboards:annotation_remove": Permission.SEE_NUMBERS,
    "dashboards:annotation_bring_back": Permission.SEE_NUMBERS,
    "dashboards:annotation_holidays": Permission.SEE_NUMBERS,
    # Segments. How many are in one is a number; who they are is not.
    "dashboards:segments": Permission.SEE_NUMBERS,
    "dashboards:segment": Permission.SEE_NUMBERS,
    "dashboards:segment_who": Permission.SEE_PERSONS,
    "dashboards:segment_csv": Permission.SEE_PERSONS,
    "dashboards:segment_new": Permission.DEFINE_METRICS,
    "dashboards:segment_preview": Permission.DEFINE_METRICS,
    "dashboards:segment_change": Permission.DEFINE_METRICS,
    "dashboards:segment_freeze": Permission.DEFINE_METRICS,
    "dashboards:segment_upload": Permission.DEFINE_METRICS,
    "dashboards:segment_remove": Permission.DEFINE_METRICS,
    # Boards. Whoever sees numbers may have boards of their own; the rules say who may change which.
    "dashboards:boards": Permission.SEE_NUMBERS,
    "dashboards:board_new": Permission.SEE_NUMBERS,
    "dashboards:board_template": Permission.SEE_NUMBERS,
    "dashboards:tile_put": Permission.SEE_NUMBERS,
    "dashboards:board": Permission.SEE_NUMBERS,
    "dashboards:board_csv": Permission.SEE_NUMBERS,
    "dashboards:board_change": Permission.SEE_NUMBERS,
    "dashboards:board_copy": Permission.SEE_NUMBERS,
    "dashboards:board_archive": Permission.SEE_NUMBERS,
    "dashboards:board_back": Permission.SEE_NUMBERS,
    # Boards for those who only look. Behind a share link is one board, for whoever has the link.
    "dashboards:wall_choose": Permission.SEE_NUMBERS,
    "dashboards:wall": Permission.SEE_NUMBERS,
    "dashboards:board_share": Permission.SEE_NUMBERS,
    "dashboards:share_revoke": Permission.SEE_NUMBERS,
    "dashboards:board_mails": Permission.SEE_NUMBERS,
    "dashboards:mail_now": Permission.SEE_NUMBERS,
    "dashboards:mail_pause": Permission.SEE_NUMBERS,
    "dashboards:mail_end": Permission.SEE_NUMBERS,
    "dashboards:mail_leave_mine": Permission.SEE_NUMBERS,
    "dashboards:mail_leave": ANYONE,  # the link in the mail is the proof
    "dashboards:shared": ANYONE,
    "dashboards:shared_wall": ANYONE,
    "dashboards:board_add": Permission.SEE_NUMBERS,
    "dashboards:board_places": Permission.SEE_NUMBERS,
    "dashboards:tile": Permission.SEE_NUMBERS,
    "dashboards:tile_csv": Permission.SEE_NUMBERS,
    "dashboards:tile_change": Permission.SEE_NUMBERS,
    "dashboards:tile_remove": Permission.SEE_NUMBERS,
    "dashboards:tile_back": Permission.SEE_NUMBERS,
    **dict.fromkeys(GOALS, Permission.SEE_NUMBERS),
    # Alerts. Everybody may make some, and change their own; others' with DEFINE_METRICS.
    "dashboards:alerts": Permission.SEE_NUMBERS,
    "dashboards:alert": Permission.SEE_NUMBERS,
    "dashboards:alert_new": Permission.SEE_NUMBERS,
    "dashboards:alert_preview": Permission.SEE_NUMBERS,
    "dashboards:alert_change": Permission.SEE_NUMBERS,
    "dashboards:alert_look": Permission.SEE_NUMBERS,
    "dashboards:alert_pause": Permission.SEE_NUMBERS,
    "dashboards:alert_wake": Permission.SEE_NUMBERS,
    "dashboards:alert_take": Permission.DEFINE_METRICS,
    "dashboards:alert_remove": Permission.SEE_NUMBERS,
    "dashboards:incident": Permission.SEE_NUMBERS,
    "dashboards:incident_take": Permission.SEE_NUMBERS,
    "dashboards:incident_back": Permission.SEE_NUMBERS,
    "dashboards:incident_later": Permission.SEE_NUMBERS,
    "dashboards:incident_done": Permission.SEE_NUMBERS,
}

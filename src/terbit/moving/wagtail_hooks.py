"""*Pindahan* in the newsroom's menu, and moves in the log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from terbit.moving.screens import deliveries, moves
from terbit.moving.screens.permission import MOVE
from terbit.workflow.menu import MENU


class MovingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MOVE))


@hooks.register("register_admin_urls")
def moving_urls() -> list[Any]:
    own = [
        path("", deliveries.everything, name="everything"),
        path("baru/", deliveries.new, name="new"),
        path("kirim/", deliveries.send, name="send"),
        path("buka/", deliveries.open_delivery, name="open"),
        path("kiriman/<int:pk>/", deliveries.delivery, name="delivery"),
        path("kiriman/<int:pk>/bagian/", deliveries.part, name="part"),
        path("kiriman/<int:pk>/lengkap/", deliveries.all_there, name="all_there"),
        path("kiriman/<int:pk>/keadaan/", deliveries.state, name="delivery_state"),
        path("kiriman/<int:pk>/putuskan/", deliveries.decide, name="decide"),
        path("kiriman/<int:pk>/hentikan/", deliveries.stop, name="stop"),
        path("kiriman/<int:pk>/lanjutkan/", deliveries.go_on, name="go_on"),
        path("kiriman/<int:pk>/lagi/", deliveries.again, name="again"),
        path("kiriman/<int:pk>/buang/", deliveries.discard, name="discard"),
        path("<int:pk>/", moves.move, name="move"),
        path("<int:pk>/keadaan/", moves.state, name="state"),
        path("<int:pk>/alamat/", moves.lines, name="ledger"),
        path("<int:pk>/alamat.csv", moves.download, name="download"),
        path("<int:pk>/tarik/", moves.ask, {"deed": "undo"}, name="ask_undo"),
        path("<int:pk>/tarik/ya/", moves.undo, name="undo"),
        path("<int:pk>/selesai/", moves.ask, {"deed": "declare"}, name="ask_declare"),
        path("<int:pk>/selesai/ya/", moves.declare, name="declare"),
        path("<int:pk>/uji/", moves.replay, name="replay"),
    ]
    return [path("pindahan/", include((own, "terbit_moving")))]


@hooks.register("register_admin_menu_item")
def moving() -> MenuItem:
    return MovingMenuItem(
        _("Moving in"),
        reverse_lazy("terbit_moving:everything"),
        name="moving",
        icon_name="download",
        order=100.5 + MENU.index("pages"),
    )


@hooks.register("insert_global_admin_css")
def css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("terbit_moving/moving.css"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("terbit.begin_move", _("Begin a move"), _("A run has begun"))
    actions.register_action("terbit.stop_move", _("Stop a move"), _("Somebody stopped the run"))
    actions.register_action("terbit.halt_move", _("Halt a move"), _("The run ended half-way"))
    actions.register_action("terbit.ask_undo_move", _("Ask to take back"), _("Taking back was asked for"))
    actions.register_action("terbit.move_in", _("Move in"), _("The archive has moved in"))
    actions.register_action("terbit.undo_move", _("Take back"), _("The archive has been taken back"))
    actions.register_action("terbit.declare_move", _("Declare done"), _("The move has been declared done"))

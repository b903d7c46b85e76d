"""What must hold whoever writes: nothing published is deleted, moved sections and standing pages lead on."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from terbit.newsroom import addresses
from terbit.newsroom.models import Article, Contributor, FormerAccount, Publication, Section, StandingPage


def keep_published(sender: Any, instance: Article, **kwargs: Any) -> None:
    """PPMS 5a: what was published is not made unpublished; it goes offline with a reason."""
    # Django asks inside the deleting transaction: who is just publishing the story comes first or not at all.
    held = Article.objects.select_for_update().filter(pk=instance.pk)
    if any(path is not None for path in held.values_list("path", flat=True)):
        raise ProtectedError(
            _("What was ever published cannot be deleted; take it offline with a reason."), {instance}
        )


def forget_draft(sender: Any, instance: Article, **kwargs: Any) -> None:
    from terbit.newsroom import archive

    archive.forget(instance)


def lead_on(sender: Any, instance: Section, raw: bool = False, **kwargs: Any) -> None:
    """A section with a new address: the old one leads there."""
    from terbit.newsroom import publishing

    if raw or instance.pk is None:
        return
    old_slug = Section.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if old_slug and old_slug != instance.slug:
        publishing.rename_section(instance, old_slug)


def lead_on_from_page(sender: Any, instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """A standing page with a new address: with what changes it, so that no crash comes between.

    Wagtail's own signals come after that is committed. In a move it saves a plain `Page`.
    """
    if raw or instance.pk is None:
        return
    before = Page.objects.filter(pk=instance.pk).only("url_path").first()
    if before and before.url_path != instance.url_path:
        addresses.lead_on_from(before, instance)


def give_way_to_page(sender: Any, instance: StandingPage, raw: bool = False, **kwargs: Any) -> None:
    if instance.live and not raw:
        addresses.give_way(instance)


def log_own_approval(sender: Any, instance: Publication, raw: bool = False, **kwargs: Any) -> None:
    """Who loosens the first rule of approval does not do it unseen."""
    before = Publication.objects.filter(pk=instance.pk).values_list("own_approval", flat=True).first()
    if not raw and before is not None and before != instance.own_approval:
        log(instance=instance, action="terbit.own_approval", data={"allowed": instance.own_approval})


def remember_account(sender: Any, instance: Contributor, raw: bool = False, **kwargs: Any) -> None:
    before = Contributor.objects.filter(pk=instance.pk).values_list("user_id", flat=True).first()
    if not raw and before and before != instance.user_id:
        FormerAccount.objects.create(contributor=instance, user_id=before)


def connect() -> None:
    pre_delete.connect(keep_published, sender=Article, dispatch_uid="terbit_keep_published")
    post_delete.connect(forget_draft, sender=Article, dispatch_uid="terbit_forget_draft")
    pre_save.connect(log_own_approval, sender=Publication, dispatch_uid="terbit_log_own_approval")
    pre_save.connect(remember_account, sender=Contributor, dispatch_uid="terbit_remember_account")
    pre_save.connect(lead_on, sender=Section, dispatch_uid="terbit_lead_on")
    for model in (Page, StandingPage):
        pre_save.connect(lead_on_from_page, sender=model, dispatch_uid=f"terbit_lead_on_{model.__name__}")
    post_save.connect(give_way_to_page, sender=StandingPage, dispatch_uid="terbit_give_way")

"""Contributors: whoever is named in a byline, with or without a login."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import paths
from terbit.newsroom.fields import MultipleChoiceField


class Part(models.TextChoices):
    """What a contributor did for a story."""

    REPORTER = "reporter", _("reporter")
    EDITOR = "editor", _("editor")
    PHOTOGRAPHER = "photographer", _("photographer")
    TRANSLATOR = "translator", _("translator")


class Contributor(models.Model):
    """Accounts end, bylines stay: the login is only a pointer."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(_("address"), max_length=80, unique=True, blank=True)
    initials = models.CharField(
        _("initials"),
        max_length=10,
        unique=True,
        help_text=_("Stand at the end of a story, such as “rst”. No two people share them."),
    )
    roles = MultipleChoiceField(_("roles"), choices=Part.choices, default=list, blank=True)
    picture = models.ForeignKey(
        "terbit_pictures.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    biography = models.TextField(_("biography"), blank=True)
    collective = models.BooleanField(
        _("stands for the whole newsroom"),
        default=False,
        help_text=_("Such as “Redaksi”: the person responsible answers for it."),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributor",
    )

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.initials})"

    @property
    def path(self) -> str:
        return f"/penulis/{self.slug}/"

    @property
    def role_labels(self) -> str:
        return ", ".join(str(Part(role).label) for role in self.roles if role in Part.values)

    def clean(self) -> None:
        self.slug = self.slug or paths.free_slug(Contributor.objects.exclude(pk=self.pk), self.name)
        self.initials = self.initials.strip().lower()


class FormerAccount(models.Model):
    """Whose byline this was until then: who wrote a story stays its author without the link."""

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="former_accounts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True  # not a use of the contributor

    class Meta:
        verbose_name = _("former account")
        verbose_name_plural = _("former accounts")

    def __str__(self) -> str:
        return f"{self.contributor}: {self.user}"

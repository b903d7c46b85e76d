"""The publication itself: its name, its law, its habits."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from terbit.newsroom import characters, colours, paths
from terbit.press import api as press

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six digits, such as #a3380f."))


class TimeZone(models.TextChoices):
    """Indonesia's three zones; the label is what stands behind a time (Keppres 41/1987)."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class PublicationForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("accent", "accent_dark"):
            self.fields[name].widget = forms.TextInput(attrs={"type": "color"})


@register_setting(icon="site", order=100)
class Publication(BaseGenericSetting):
    """One row: what UU Pers 40/1999 article 12 asks to be announced, and the house's habits."""

    name = models.CharField(_("name"), max_length=100, default="Terbit")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    logo = models.ForeignKey(
        "terbit_pictures.Picture",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#a3380f",
        validators=[COLOUR],
        help_text=_("On light paper."),
    )
    accent_dark = models.CharField(
        _("accent colour in the dark"), max_length=7, default="#f0a072", validators=[COLOUR]
    )
    dateline_place = models.CharField(
        _("usual place of the dateline"), max_length=100, blank=True, help_text=_("For example: Bukittinggi")
    )
    dateline_brand = models.CharField(
        _("brand of the dateline"),
        max_length=100,
        blank=True,
        help_text=_("Follows the place: “Bukittinggi, kabar.example – …”"),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=20, choices=TimeZone.choices, default=TimeZone.WIB
    )
    permalink_pattern = models.CharField(
        _("permalink pattern"),
        max_length=200,
        default=paths.DEFAULT_PATTERN,
        validators=[paths.validate_pattern],
        help_text=_("Parts: {section} {slug} {year} {month} {day}. Addresses already given never change."),
    )
    company = models.CharField(_("company"), max_length=200, blank=True, help_text=_("The legal body."))
    address = models.TextField(_("address"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    whatsapp = models.CharField(_("WhatsApp"), max_length=50, blank=True)
    person_responsible = models.CharField(
        _("person responsible"),
        max_length=150,
        blank=True,
        help_text=_("Penanggung jawab; UU Pers 40/1999 article 12 asks for the name."),
    )
    press_council_number = models.CharField(_("Press Council number"), max_length=100, blank=True)
    feed_full_text = models.BooleanField(
        _("whole stories in feeds"),
        default=False,
        help_text=_("Otherwise feeds (RSS, JSON Feed) give headline, standfirst and lead picture."),
    )
    own_approval = models.BooleanField(
        _("authors may approve their own stories"),
        default=False,
        help_text=_("Only for a newsroom of one: otherwise another person checks every story (PPMS 2a)."),
    )

    show_comments = models.BooleanField(
        _("show archived comments"),
        default=False,
        help_text=_("Comments that came with an old site stand under their stories; nobody can add to them."),
    )

    base_form_class = PublicationForm

    class Meta:
        verbose_name = _("publication")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name, self.tagline = characters.line(self.name), characters.line(self.tagline)
        self._check_colours()

    def _check_colours(self) -> None:
        """Readers who see badly must still read what is written in the accent."""
        if not all(COLOUR.regex.search(colour) for colour in (self.accent, self.accent_dark)):
            return  # refused already
        errors = {}
        if colours.least_contrast(self.accent, colours.LIGHT) < colours.LEAST:
            errors["accent"] = _("This colour is too pale to be read on light paper; choose a darker one.")
        if colours.least_contrast(self.accent_dark, colours.DARK) < colours.LEAST:
            errors["accent_dark"] = _("This colour is too dim to be read in the dark; choose a brighter one.")
        if errors:
            raise ValidationError(errors)

    @property
    def colours_path(self) -> str:
        """Where the sheet with the publication's own accents is served; "" where they are the theme's."""
        chosen = [self.accent.lower(), self.accent_dark.lower()]
        usual = [self._meta.get_field(name).default for name in ("accent", "accent_dark")]
        return "" if chosen == usual else f"/warna/{'-'.join(colour[1:] for colour in chosen)}.css"

    @classmethod
    def load(cls, *args: Any, **kwargs: Any) -> Publication:
        """The row; in a page that is being printed the one all pages of its edition show."""
        return press.part("publication", lambda: cls.read(*args, **kwargs))

    @classmethod
    def read(cls, *args: Any, **kwargs: Any) -> Publication:
        return super().load(*args, **kwargs)

    @classmethod
    def _get_or_create(cls) -> Publication:
        """Wagtail's own would make two where two processes are the first to ask."""
        return cls.base_queryset().first() or cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def hold(cls) -> Publication:
        """The row, held until the transaction ends: addresses are given out one after the other."""
        return cls.objects.select_for_update().get(pk=cls.load().pk)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def zone_label(self) -> str:
        return TimeZone(self.time_zone).label

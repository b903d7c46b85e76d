"""What somebody said: words, speaker, occasion, source. Marks, commas and attribution are set, not typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from terbit.newsroom import links, quotations, references
from terbit.newsroom.blocks.choosers import PersonChooserBlock
from terbit.newsroom.blocks.comparison import AddressBlock, ComparedAsText, DayBlock
from terbit.newsroom.blocks.plain import ChoiceBlock, LineBlock, WordsBlock
from terbit.newsroom.blocks.whole import WholeBlock

UNNAMED = {
    "unknown": _("a speaker whose name is not known"),
    "withheld": _("a source whose name is known to the newsroom and withheld"),
}


class HiddenLineBlock(LineBlock):
    """What the system remembers between two saves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, search_index=False, **kwargs)
        self.field.widget = forms.HiddenInput()

    class Meta:
        form_classname = "w-hidden"
        label = " "


class StatementValue(blocks.StructValue):
    @cached_property
    def speaker(self) -> str:
        """The name readers see, or who the speaker is without one, in the readers' language."""
        person = self.get("person")
        if named := (person.name if person else "") or self.get("name"):
            return named
        with translation.override(settings.LANGUAGE_CODE):
            return str(UNNAMED.get(self.get("unnamed"), ""))

    @cached_property
    def paragraphs(self) -> list[str]:
        """The words in quotation marks, ready for an attribution where a verb was chosen."""
        if self.get("verb") and self.speaker:
            return quotations.before_attribution(self.get("words") or "")
        return quotations.standing_alone(self.get("words") or "")

    @property
    def sentence(self) -> str:
        """Words and attribution as running text."""
        return quotations.sentence(self.get("words") or "", self.get("verb") or "", self.speaker, self.office)

    @property
    def office(self) -> str:
        return self.get("office") or ""

    @property
    def attribution(self) -> quotations.Attribution:
        if not self.get("verb"):
            return quotations.Attribution("", self.speaker, "")
        return quotations.attribution_parts(self["verb"], self.speaker, self.office)

    @property
    def occasion(self) -> str:
        """Where and to whom, as one line in the readers' language: “Balai Kota, kepada wartawan”."""
        return ", ".join(filter(None, (self.get("where"), self._listener)))

    @property
    def _listener(self) -> str:
        listener = self.get("to_whom") or ""
        if not listener:
            return ""
        with translation.override(settings.LANGUAGE_CODE):
            to = pgettext("to whom something was said", "to")
            if not listener.lower().startswith(f"{to} "):
                listener = f"{to} {listener}"
        return listener if self.get("where") else capfirst(listener)

    @cached_property
    def source_link(self) -> str | None:
        address = links.clean(self.get("source_url") or "")
        return address if address and address.startswith(("http://", "https://")) else None

    @property
    def source_name(self) -> str:
        """What to call the source: its name, or the host of the link."""
        return self.get("source") or (urlsplit(self.source_link).hostname or "" if self.source_link else "")

    @cached_property
    def portrait(self) -> Any:
        """The speaker's picture, or None."""
        person = self.get("person")
        return person.picture if person else None


class StatementBlock(ComparedAsText, WholeBlock):
    words = WordsBlock(
        label=_("What was said"), rows=3, help_text=_("As they were said, without quotation marks.")
    )
    person = PersonChooserBlock(label=_("Speaker"), required=False)
    name = LineBlock(label=_("Or a name"), required=False, max_length=150)
    unnamed = ChoiceBlock(label=_("Or no name"), required=False, choices=list(UNNAMED.items()))
    reason = LineBlock(
        label=_("Why no name"), required=False, max_length=200, help_text=_("Readers see the reason.")
    )
    office = LineBlock(
        label=_("Office at the time"),
        required=False,
        max_length=200,
        help_text=_("Empty: as the person's record has it."),
    )
    filled_office = HiddenLineBlock()
    verb = ChoiceBlock(
        label=_("Verb"), required=False, choices=[(verb, verb) for verb in quotations.ATTRIBUTION_VERBS]
    )
    said_on = DayBlock(label=_("When"), required=False)
    where = LineBlock(
        label=_("Where"), required=False, max_length=200, help_text=_("For example: Jumpa pers di Balai Kota")
    )
    to_whom = LineBlock(label=_("To whom"), required=False, max_length=200)
    source = LineBlock(label=_("Source"), required=False, max_length=300)
    source_url = AddressBlock(label=_("Link to the source"), required=False, max_length=1000)
    needs_verification = blocks.BooleanBlock(label=_("Needs verification"), required=False)

    class Meta:
        value_class = StatementValue
        form_layout = blocks.BlockGroup(
            children=[
                "words",
                "person",
                "name",
                "verb",
                blocks.BlockGroup(
                    children=["said_on", "where", "to_whom", "source", "source_url", "needs_verification"],
                    heading=_("Occasion and source"),
                    icon="calendar",
                ),
                blocks.BlockGroup(
                    children=["office", "unnamed", "reason", "filled_office"],
                    heading=_("More about the speaker"),
                    icon="user",
                    classname="collapsed",
                ),
            ]
        )

    def clean(self, value: Any) -> StatementValue:
        value = super().clean(value)
        _fill_office(value)
        if not self.is_deferred_validation and (lacks := _lacks(value)):
            raise StructBlockValidationError({name: ValidationError(lack) for name, lack in lacks.items()})
        return value

    def words_in(self, raw: dict[str, Any]) -> Iterator[str]:
        """The sentence and its occasion; the speaker's name comes from the record."""
        known, key = references.current(), raw.get("person")
        person = known.records(references.PERSON).get(key) if known and key else None
        value = StatementValue(self, {**raw, "person": person})
        yield value.sentence
        yield from (raw[name] for name in ("where", "to_whom", "source", "reason") if raw.get(name))

    def as_text(self, value: StatementValue) -> str:
        flag = self.child_blocks["needs_verification"].label if value["needs_verification"] else ""
        details = (
            value.occasion,
            value["said_on"],
            value["reason"],
            value["source"],
            value["source_url"],
            flag,
        )
        return "\n".join([value.sentence, *(str(detail) for detail in details if detail)])


def _fill_office(value: StatementValue) -> None:
    """Set the office of the day where none was typed; follow speaker and day until somebody types one."""
    if value["office"] and value["office"] != value["filled_office"]:
        value["filled_office"] = ""
        return
    person, day = value["person"], value["said_on"] or timezone.localdate()
    office = person.office_on(day) if person else None
    value["office"] = value["filled_office"] = office.title if office else ""


def _lacks(value: StatementValue) -> dict[str, str]:
    """What keeps the statement from being published, by field."""
    lacks = {}
    speakers = [value["person"], value["name"], value["unnamed"]]
    if not any(speakers):
        lacks["person"] = gettext("Say who spoke: choose a person, type a name, or say why there is none.")
    elif sum(map(bool, speakers)) > 1:
        lacks["person"] = gettext("Keep one speaker: the person, the typed name, or no name.")
    elif value["unnamed"] and not value["reason"]:
        lacks["reason"] = gettext("Say why the speaker has no name; readers see the reason.")
    occasion = ("where", "to_whom", "source", "source_url", "needs_verification")
    if not any(value[name] for name in occasion):
        lacks["source"] = gettext("Say where the words come from, or tick “Needs verification”.")
    if not quotations.paragraphs(value["words"]):
        lacks["words"] = gettext("Write down what was said.")
    return lacks

"""What the arranging screen sends. A form that is not valid was not made by the screen, or its time is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terbit.newsroom.clock import FIRST_YEAR, LAST_YEAR
from terbit.newsroom.models import Article, Section

LARGEST = 2**31 - 1


class SeenForm(forms.Form):
    """`seen`: the number of the published arrangement on the screen."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST)


class RestoreForm(SeenForm):
    number = forms.IntegerField(min_value=0, max_value=LARGEST)


class SlotForm(SeenForm):
    slot = forms.CharField(max_length=40)


class UntilForm(SlotForm):
    """An empty time is "until somebody changes it"."""

    until = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and not FIRST_YEAR <= until.year <= LAST_YEAR:
            raise forms.ValidationError(forms.DateTimeField.default_error_messages["invalid"])
        return until


class PutForm(UntilForm):
    story = forms.ModelChoiceField(queryset=Article.objects.defer("body"))


class DecideForm(SlotForm):
    mine = forms.ChoiceField(choices=[("1", ""), ("0", "")])


class LookForm(forms.Form):
    """What is looked for among the stories; anything else in the address is as if it were not there."""

    q = forms.CharField(required=False, max_length=200)
    rubrik = forms.ModelChoiceField(
        queryset=Section.objects.select_related("parent"),
        required=False,
        widget=forms.Select,
        empty_label=_("All sections"),
    )
    tempat = forms.CharField(required=False, max_length=40)

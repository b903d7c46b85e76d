"""The forms of the account screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import ThemePreferencesForm

from terbit.staff import roles
from terbit.staff.models import User


class PersonForm(forms.ModelForm):
    """Name and e-mail address."""

    class Meta:
        model = User
        fields = ["name", "email"]
        help_texts = {"name": _("As colleagues know this person, in one field: many names are one word.")}

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class StaffForm(PersonForm):
    """A person and the roles, whose fields the registered provider brings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role_fields = roles.provider().form_fields(self.instance if self.instance.pk else None)
        self.fields.update(role_fields)
        self.person_fields = [self[name] for name in self._meta.fields]
        self.role_fields = [self[name] for name in role_fields]


class LinkForm(forms.Form):
    lock_out = forms.BooleanField(
        label=_("Lock out now"),
        help_text=_(
            "The old password and all open sessions stop working at once. "
            "Otherwise the old password works until the new one is set."
        ),
        required=False,
    )


class OwnAccountForm(PersonForm):
    """What people change about themselves under “Account”."""

    current_password = forms.CharField(
        label=_("Your password"),
        help_text=_("Only needed to change the e-mail address, because you sign in with it."),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = cleaned.get("current_password") or ""
        if "email" in self.changed_data and not self.instance.check_password(given):
            self.add_error("current_password", _("Enter your password to change the e-mail address."))
        return cleaned


class LookForm(ThemePreferencesForm):
    class Meta(ThemePreferencesForm.Meta):
        fields = ["theme", "contrast", "keyboard_shortcuts"]
        help_texts = {"keyboard_shortcuts": _("Keys for frequent steps, such as saving.")}

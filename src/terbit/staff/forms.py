"""The forms of the account screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import ThemePreferencesForm

from terbit.staff import roles
from terbit.staff.models import User
from terbit.staff.throttle import TOO_MANY, Limit, begin, forgive

# Who finds a browser signed in must not find out the password by it.
GUESSES_AT_ONES_OWN = 10


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
        if "email" in self.changed_data and not self._is_proven(given):
            self.add_error("current_password", _("Enter your password to change the e-mail address."))
        return cleaned

    def _is_proven(self, given: str) -> bool:
        try:
            return bool(given) and is_own_password(self.instance, given)
        except ValidationError as refusal:
            self.add_error("current_password", refusal)
            return True


class OwnPasswordForm(PasswordChangeForm):
    def clean_old_password(self) -> str:
        given: str = self.cleaned_data["old_password"]
        if not is_own_password(self.user, given):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return given


def is_own_password(user: User, given: str) -> bool:
    """Whether it is, which costs one of a few guesses when it is not. Raises ValidationError without any left."""
    guess = begin(Limit("own-password", str(user.pk), GUESSES_AT_ONES_OWN))
    if guess is None:
        raise ValidationError(TOO_MANY, code="throttled")
    if right := user.check_password(given):
        forgive(guess)
    return right


class LookForm(ThemePreferencesForm):
    class Meta(ThemePreferencesForm.Meta):
        fields = ["theme", "contrast", "keyboard_shortcuts"]
        help_texts = {"keyboard_shortcuts": _("Keys for frequent steps, such as saving.")}

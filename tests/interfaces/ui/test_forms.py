from __future__ import annotations

from django import forms

from portico.interfaces.ui.forms import Problem, problems, states


class Place(forms.Form):
    city = forms.CharField(error_messages={"required": "Say which city."})
    note = forms.CharField(required=False)

    def clean(self) -> None:
        self.add_error(None, "Somebody saved before you.")


def test_a_fresh_form_shows_its_initial_values() -> None:
    shown = states(Place(initial={"city": "Harlingen"}))
    assert (shown["city"].value, shown["city"].error) == ("Harlingen", "")
    assert shown["note"].value == ""
    assert problems(Place()) == []


def test_a_refused_form_keeps_what_was_typed_and_lists_what_is_wrong() -> None:
    form = Place({"home-city": "", "home-note": "typed"}, prefix="home")
    assert states(form)["note"].value == "typed"
    assert states(form)["city"].error == "Say which city."
    assert problems(form) == [
        Problem("Somebody saved before you."),
        Problem("Say which city.", "id_home-city"),
    ]

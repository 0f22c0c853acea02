"""Addresses of Password and security."""

from django.urls import path

from portico.interfaces.portal.security import devices, first_password, history, passkeys, section, two_step
from portico.interfaces.portal.settings import proving

urlpatterns = [
    path("settings/confirm/", proving.confirm, name="settings_confirm"),
    path("settings/confirm/passkey/", proving.passkey_options, name="settings_confirm_passkey"),
    path("settings/security/", section.change_password, name="settings_security"),
    path("settings/security/password/", first_password.first_password, name="settings_first_password"),
    path("settings/security/passkeys/", passkeys.add, name="settings_passkey_add"),
    path("settings/security/passkeys/options/", passkeys.options, name="settings_passkey_options"),
    path("settings/security/passkeys/<int:passkey_id>/", passkeys.rename, name="settings_passkey"),
    path("settings/security/passkeys/<int:passkey_id>/removal/", passkeys.remove, name="settings_passkey_removal"),
    path("settings/security/two-step/", two_step.set_up, name="settings_two_step"),
    path("settings/security/two-step/off/", two_step.turn_off, name="settings_two_step_off"),
    path("settings/security/recovery-codes/", two_step.recovery_codes, name="settings_recovery_codes"),
    path("settings/security/devices/", devices.sign_out_others, name="settings_devices"),
    path("settings/security/devices/<uuid:device_id>/", devices.sign_out_device, name="settings_device"),
    path("settings/security/history/", history.history, name="settings_security_history"),
]

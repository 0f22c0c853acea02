"""Who gets which answer at which address: the one table that `test_every_address` holds the site to.

Each line holds the answers to nobody signed in, Ana, whose objects stand in the addresses, Ben, another customer,
Dee, the owner, and Rea, who only reads. 302 to nobody leads to sign in. POST carries a form that would be accepted.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("out", "ana", "ben", "dee", "rea")

# who:       out ana ben dee rea
NEVER = "    405 405 405 405 405"
EVERYBODY = "200 200 200 200 200"
NOBODY = "   404 404 404 404 404"
PROOF = "    302 302 302 302 302"  # who is signed in is led to a fresh proof first
PERSON = "   302 200 200 200 200"
OWN = "      302 200 404 404 404"
OFFICE = "   302 404 404 200 200"
NO_FORM = "  302 404 404 405 405"  # the gate of the office stands before everything else
EDITORS = "  302 404 404 200 403"
SAVED = "    302 404 404 302 403"
ONLY_FORM = "302 404 404 405 403"
INSIDE = "   302 200 404 200 200"
MEMBERS = "  302 302 404 302 302"
WRITERS = "  302 302 404 302 403"
AUTHOR = "   302 302 404 403 403"
MODERATORS = "302 403 404 302 403"
NOT_HERE = " 302 405 405 405 405"  # the gate of signing in stands before the method


@dataclass(frozen=True)
class Answers:
    """The answers to GET and HEAD, to POST, and to PUT and DELETE."""

    get: str
    post: str = NEVER
    other: str = NEVER

    def status(self, who: str, method: str) -> int:
        line = {"GET": self.get, "HEAD": self.get, "POST": self.post}.get(method, self.other)
        return int(line.split()[ROLES.index(who)])


EXPECTED: dict[str, Answers] = {
    # the same for all
    "healthz/": Answers(EVERYBODY),
    "site.<str:digest>.css": Answers(EVERYBODY),
    "logo/<str:digest>.png": Answers(EVERYBODY),
    # signing in
    "": Answers("302 302 302 302 302"),
    "sign-in/": Answers("200 302 302 302 302", "302 302 302 302 302"),
    "sign-in/forgot/": Answers(EVERYBODY, "302 302 302 302 302"),
    "sign-in/forgot/sent/": Answers(EVERYBODY),
    # a link for Ana, which died when she signed in
    "^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Answers(
        "302 200 302 302 302", "302 200 302 302 302"
    ),
    "sign-in/password-chosen/": Answers(EVERYBODY),
    "sign-out/": Answers(NEVER, "302 302 302 302 302"),
    # here nobody gave a passkey or a first proof, and the owner allows no codes
    "sign-in/passkey/": Answers(NEVER, "302 302 302 302 302"),
    "sign-in/passkey/options/": Answers(NEVER, EVERYBODY),
    "sign-in/code/": Answers(NOBODY, NOBODY),
    "sign-in/code/typed/": Answers(NOBODY, NOBODY),
    "sign-in/second-step/": Answers("302 302 302 302 302", "302 302 302 302 302"),
    "sign-in/second-step/passkey/": Answers(NEVER, "302 302 302 302 302"),
    # settings; 409: the form is based on Ana's version
    "settings/": Answers(PERSON),
    "settings/contact/": Answers(NEVER, "302 302 409 409 409"),
    "settings/contact/fields/": Answers(NEVER, PERSON),
    "settings/pending-email/": Answers(NEVER, "302 302 302 302 302"),
    "settings/confirm/": Answers(PERSON, "302 302 302 302 302"),
    "settings/confirm/passkey/": Answers(NEVER, PERSON),
    "settings/security/": Answers(NEVER, "302 302 302 302 302"),
    "settings/security/password/": Answers(PROOF, PROOF),
    "settings/security/passkeys/": Answers(PROOF, PROOF),
    "settings/security/passkeys/options/": Answers(NEVER, PROOF),
    "settings/security/passkeys/<int:passkey_id>/": Answers(PROOF, PROOF),
    "settings/security/passkeys/<int:passkey_id>/removal/": Answers(PROOF, PROOF),
    "settings/security/two-step/": Answers(PROOF, PROOF),
    "settings/security/two-step/off/": Answers(PROOF, PROOF),
    "settings/security/recovery-codes/": Answers(PROOF, PROOF),
    "settings/security/devices/": Answers(NEVER, "302 302 302 302 302"),
    "settings/security/devices/<uuid:device_id>/": Answers(NEVER, "302 302 404 404 404"),
    "settings/security/history/": Answers(PERSON),
    "settings/profile/": Answers(NEVER, "302 302 409 409 409"),
    "settings/social/": Answers(NEVER, "302 302 302 302 302"),
    "settings/directory/": Answers(NEVER, "302 302 302 302 302"),
    # first to fresh proof, whoever asks
    "settings/privacy/copy/": Answers("302 302 302 302 302", "302 302 302 302 302"),
    "settings/privacy/copy/progress/": Answers(PERSON),
    "settings/privacy/copy/<uuid:copy_id>.zip": Answers("302 302 302 302 302"),
    "settings/privacy/deletion/": Answers("302 302 302 302 302", "302 302 302 302 302"),
    "directory/": Answers(PERSON),
    "directory/my-entry/removal/": Answers(NEVER, "302 302 302 302 302"),
    "settings/email/": Answers("302 302 302 302 302", "302 302 302 302 302"),
    "email/confirm/<str:token>/": Answers("403 200 403 403 403", "403 302 403 403 403"),
    "email/undo/<str:token>/": Answers(EVERYBODY, EVERYBODY),
    "unsubscribe/<str:token>/": Answers(EVERYBODY, EVERYBODY),
    # what was bought; Dee and Rea have no receipts of any year
    "library/": Answers(PERSON, NOT_HERE, NOT_HERE),
    "covers/<str:name>": Answers(PERSON, NOT_HERE, NOT_HERE),
    "avatars/<str:token>-<int:side>.webp": Answers("404 200 200 200 200"),
    "purchases/": Answers(PERSON, NOT_HERE, NOT_HERE),
    "receipts/year/": Answers("302 200 200 404 404", NOT_HERE, NOT_HERE),
    "receipts/<uuid:receipt_id>/": Answers(OWN, NOT_HERE, NOT_HERE),
    "receipts/<uuid:receipt_id>.pdf": Answers(OWN, NOT_HERE, NOT_HERE),
    "receipts/<uuid:receipt_id>/versions/<int:number>/": Answers(OWN, NOT_HERE, NOT_HERE),
    "receipts/<uuid:receipt_id>/versions/<int:number>.pdf": Answers(OWN, NOT_HERE, NOT_HERE),
    # a community that Ana holds and the team may enter; it is the only one, so the list leads to it
    "communities/": Answers("302 302 200 302 302"),
    "communities/<slug:slug>/": Answers(INSIDE),
    "communities/<slug:slug>/posts/": Answers(NEVER, WRITERS),
    "communities/<slug:slug>/posts/<uuid:post_id>/": Answers(INSIDE),
    "communities/<slug:slug>/posts/<uuid:post_id>/comments/": Answers(NEVER, WRITERS),
    "communities/<slug:slug>/posts/<uuid:post_id>/edit/": Answers("302 200 404 403 403", AUTHOR),
    "communities/<slug:slug>/posts/<uuid:post_id>/delete/": Answers("302 200 404 403 403", AUTHOR),
    "communities/<slug:slug>/posts/<uuid:post_id>/moderate/": Answers(NEVER, MODERATORS),
    "communities/<slug:slug>/comments/<uuid:comment_id>/edit/": Answers("302 200 404 403 403", AUTHOR),
    "communities/<slug:slug>/comments/<uuid:comment_id>/delete/": Answers("302 200 404 403 403", AUTHOR),
    "communities/<slug:slug>/comments/<uuid:comment_id>/moderate/": Answers(NEVER, MODERATORS),
    "communities/<slug:slug>/people/<uuid:person_id>/": Answers(INSIDE),
    "communities/<slug:slug>/notices/": Answers(INSIDE),
    "communities/<slug:slug>/notices/read/": Answers(NEVER, MEMBERS),
    "communities/<slug:slug>/notices/<uuid:notice_id>/": Answers(NEVER, "302 302 404 404 404"),
    "communities/<slug:slug>/settings/": Answers(INSIDE),
    "communities/<slug:slug>/settings/profile/": Answers(NEVER, MEMBERS),
    "communities/<slug:slug>/settings/picture/": Answers(NEVER, MEMBERS),
    "communities/<slug:slug>/settings/notices/": Answers(NEVER, MEMBERS),
    "communities/<slug:slug>/pictures/<str:token>-<int:side>.webp": Answers("302 404 404 404 404"),
    # the back office
    "office/": Answers("302 404 404 302 302", NO_FORM, NO_FORM),
    "office/communities/": Answers(OFFICE, NO_FORM, NO_FORM),
    "office/communities/new/": Answers(EDITORS, SAVED, ONLY_FORM),
    "office/communities/<uuid:community_id>/": Answers(OFFICE, SAVED, NO_FORM),
    "office/contacts/": Answers(OFFICE, NO_FORM, NO_FORM),
    "office/contacts/<uuid:contact_id>/": Answers(OFFICE, NO_FORM, NO_FORM),
    "office/contacts/<uuid:contact_id>/details/": Answers(EDITORS, SAVED, ONLY_FORM),
    "office/contacts/<uuid:contact_id>/details/fields/": Answers(ONLY_FORM, EDITORS, ONLY_FORM),
    "office/contacts/<uuid:contact_id>/external-id/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/contacts/<uuid:contact_id>/directory-entry/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/receipts/<uuid:receipt_id>/": Answers(OFFICE, NO_FORM, NO_FORM),
    "office/receipts/<uuid:receipt_id>.pdf": Answers(OFFICE, NO_FORM, NO_FORM),
    "office/receipts/<uuid:receipt_id>/versions/<int:number>/": Answers(OFFICE, NO_FORM, NO_FORM),
    "office/receipts/<uuid:receipt_id>/versions/<int:number>.pdf": Answers(OFFICE, NO_FORM, NO_FORM),
    "office/site/": Answers(OFFICE, NO_FORM, NO_FORM),
    "office/site/look/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/site/seller/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/site/receipts/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/site/pages/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/site/signing-in/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/site/user-menu/": Answers(EDITORS, ONLY_FORM, ONLY_FORM),
    "office/site/topics/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/site/topics/<uuid:topic_id>/": Answers(EDITORS, SAVED, ONLY_FORM),
    "office/site/topics/<uuid:topic_id>/archive/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/site/topics/<uuid:topic_id>/return/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/site/topics/<uuid:topic_id>/place/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/announcements/": Answers(EDITORS, ONLY_FORM, ONLY_FORM),
    "office/announcements/new/": Answers(EDITORS, SAVED, ONLY_FORM),
    "office/announcements/<uuid:announcement_id>/": Answers(EDITORS, ONLY_FORM, ONLY_FORM),
    "office/announcements/<uuid:announcement_id>/text/": Answers(EDITORS, SAVED, ONLY_FORM),
    "office/announcements/<uuid:announcement_id>/sending/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/announcements/<uuid:announcement_id>/stop/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    "office/announcements/<uuid:announcement_id>/removal/": Answers(ONLY_FORM, SAVED, ONLY_FORM),
    # the demo's own, where Ana is none of its people
    "demo/sign-in/": Answers(NEVER, "404 404 404 404 404"),
    "demo/mailbox/": Answers(EVERYBODY),
    "demo/mailbox/<uuid:mail_id>/": Answers(EVERYBODY),
}

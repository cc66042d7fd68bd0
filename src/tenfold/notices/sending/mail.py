"""A letter by e-mail: text, and the same as simple HTML with its pictures inside."""

import smtplib
from collections.abc import Mapping
from email.mime.image import MIMEImage
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tenfold.notices.sending.colours import DARK, LIGHT
from tenfold.notices.sending.letter import Letter, NotDelivered, write_as_text


def send_mail(*, letter: Letter, to: str) -> None:
    """Hand the letter to the mail server for one address. Raises `NotDelivered`.

    Its Message-ID is made from the letter's id: a second attempt after an answer that was lost is
    the same message, and most mail programs show it once.
    """
    if not settings.EMAIL_HOST:
        raise NotDelivered(_("No mail server is set up: see [email] in tenfold.toml."))
    mail = build_mail(letter=letter, to=to)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        final = bool(codes) and all(code >= 500 for code in codes)
        raise NotDelivered(
            _("The mail server does not take this address."), is_final=final
        ) from None
    except smtplib.SMTPResponseException as error:
        said = _("The mail server refused it (answer %(code)d).") % {"code": error.smtp_code}
        raise NotDelivered(said) from None
    except (OSError, smtplib.SMTPException):
        raise NotDelivered(_("The mail server could not be reached.")) from None


def build_mail(*, letter: Letter, to: str) -> EmailMultiAlternatives:
    """Return the mail, ready to be sent."""
    images = _number_pictures(letter)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("notices/mail.txt", _context(letter, {})),
        to=[to],
        headers=_headers(letter),
    )
    mail.attach_alternative(
        render_to_string("notices/mail.htm", _context(letter, images)), "text/html"
    )
    mail.mixed_subtype = "related"  # type: ignore[attr-defined]
    for name, image in images.values():
        mail.attach(_image(name, image))
    return mail


def _headers(letter: Letter) -> dict[str, str]:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{letter.id}@{domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday message comes back
    }
    if letter.choose_url:
        headers["List-Unsubscribe"] = f"<{letter.choose_url}>"
    if letter.one_click:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if letter.is_urgent:
        headers["Importance"] = "high"
    return headers


def _number_pictures(letter: Letter) -> dict[tuple[int, str], tuple[str, bytes]]:
    """Return each picture under its notice and name, with the content id that the mail gives it."""
    found = [(part.notice_id, picture) for part in letter.parts for picture in part.pictures]
    return {
        (notice_id, picture.name): (f"picture-{place}@tenfold", picture.png)
        for place, (notice_id, picture) in enumerate(found, start=1)
    }


def _context(
    letter: Letter, images: Mapping[tuple[int, str], tuple[str, bytes]]
) -> dict[str, object]:
    parts = [
        {
            "part": part,
            "verb": part.verb or _("Open it in Tenfold"),
            "pictures": [
                {"cid": images[part.notice_id, picture.name][0], "says": picture.says}
                for picture in part.pictures
                if (part.notice_id, picture.name) in images
            ],
        }
        for part in letter.parts
    ]
    text = write_as_text(letter=letter)
    return {"letter": letter, "parts": parts, "text": text, "light": LIGHT, "dark": DARK}


def _image(cid: str, png: bytes) -> MIMEImage:
    image = MIMEImage(png, "png")
    image.add_header("Content-ID", f"<{cid}>")
    image.add_header("Content-Disposition", "inline", filename=f"{cid.partition('@')[0]}.png")
    return image

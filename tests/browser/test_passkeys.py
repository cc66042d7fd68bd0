"""Passkeys in a real browser, under the policy that stops everything inline."""

import pytest

from tests.running import OWNER, PASSWORD

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
KEY_IN_THE_MACHINE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page():
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except sync_api.Error:
            pytest.skip(f"there is no Chromium at {CHROMIUM}")
        opened = browser.new_page()
        yield opened
        browser.close()


def add_authenticator(page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_IN_THE_MACHINE})


def sign_in_by_password(page, here: str) -> None:
    page.goto(f"{here}/sign-in/?next=/account/")
    page.fill("[name=login]", OWNER)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Sign in'):not([type=button])")
    page.wait_for_url(f"{here}/account/")


def add_passkey(page, here: str) -> None:
    page.goto(f"{here}/account/second-step/passkeys/add/")
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Go on')")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(f"{here}/account/second-step/codes/")


def test_passkey__added_in_the_browser__signs_in_without_a_password(server, page):
    here = f"http://localhost:{server.port}"
    stopped = []
    page.on("console", lambda said: stopped.append(said.text) if "Policy" in said.text else None)
    sign_in_by_password(page, here)
    add_authenticator(page)
    add_passkey(page, here)
    page.goto(f"{here}/sign-out/")
    page.click("main button:has-text('Sign out')")
    page.wait_for_url(f"{here}/sign-in/")
    page.goto(f"{here}/sign-in/?next=/account/")
    page.click("#passkey_login")
    page.wait_for_url(f"{here}/account/")
    assert stopped == []

"""The interface of programs keeps what its OpenAPI document promises, for whatever is sent."""

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tenfold.config.api import ROUTERS, api
from tenfold.people import keys
from tests.members import AT

pytestmark = pytest.mark.usefixtures("log")
EXAMPLES = 12
"""For each operation. Bounded, because every one is a whole request."""

SCHEMA = api.get_openapi_schema(path_prefix="/api/")
OPERATIONS = [
    (path, method) for path, operations in SCHEMA["paths"].items() for method in operations
]


@pytest.fixture
def schema(owner_id):
    return schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())


@pytest.fixture
def bearer(owner_id) -> dict[str, str]:
    key = keys.add_secret_key(account_id=owner_id, name="schema", at=AT).key
    # Without a server between, nobody would unpack what came compressed.
    plain = {"Host": "localhost", "Accept-Encoding": "identity"}
    return {"Authorization": f"Bearer {key}", **plain}


def test_document__of_the_interface__is_openapi_and_has_every_router():
    assert SCHEMA["openapi"].startswith("3.1")
    operations = sum(len(methods) for methods in SCHEMA["paths"].values())
    declared = sum(
        len(view.operations) for router in ROUTERS for view in router.path_operations.values()
    )
    assert operations == declared


def test_operations__in_the_document__say_what_they_do_and_what_they_refuse():
    for path, method in OPERATIONS:
        operation = SCHEMA["paths"][path][method]
        assert operation["description"].strip(), f"{method} {path}"
        assert {"4XX", "503"} <= set(operation["responses"])


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_operation__with_whatever_is_sent__answers_as_the_document_says(
    path, method, schema, bearer
):
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy())
    def send(case):
        # What a schema cannot say (that a time zone exists, that an address is free) a rule says:
        # a refusal of input that fits the schema is then a right answer.
        case.call_and_validate(headers=bearer, excluded_checks=[positive_data_acceptance])

    send()

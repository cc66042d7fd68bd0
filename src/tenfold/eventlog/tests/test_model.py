"""Any sequence of appends, retries, undoing, erasing and restarts, against a dictionary."""

import tempfile
from pathlib import Path
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.tests.conftest import KEY, NOON, NOON_MICROS

numbers = st.integers(0, 30)
actors = st.sampled_from([None, "a", "b", "c"])
sent = st.sampled_from([None, 1, 2])
imports = st.sampled_from([None, 1, 2])
sources = st.sampled_from([1, 2])


class LogAgainstModel(RuleBasedStateMachine):
    """The model: (source, number) -> (actor, import)."""

    @initialize()
    def start(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "log.duckdb"
        self.log = open_log(path=self.path, erasure_key=KEY)
        self.model = {}
        self.erased = set()

    @rule(
        batch=st.lists(st.tuples(numbers, actors, sent), max_size=6),
        source=sources,
        import_id=imports,
    )
    def append(self, batch, source, import_id):
        envelopes = [
            Envelope(UUID(int=number).bytes, NOON_MICROS, "e", actor, sent_at=sent_at)
            for number, actor, sent_at in batch
        ]
        accepted, duplicates, erased = 0, [], []
        for position, (number, actor, _) in enumerate(batch):
            if actor in self.erased:
                erased.append(position)
            elif (source, number) in self.model:
                duplicates.append(position)
            else:
                self.model[source, number] = (actor, import_id)
                accepted += 1

        answer = self.log.append(
            source=source, envelopes=envelopes, received_at=NOON, import_id=import_id
        ).result(30)

        assert answer.accepted == accepted
        assert answer.duplicates == tuple(duplicates)
        assert answer.erased == tuple(erased)

    @rule(import_id=st.sampled_from([1, 2]))
    def undo(self, import_id):
        gone = [key for key, (_, brought) in self.model.items() if brought == import_id]
        for key in gone:
            del self.model[key]

        assert self.log.undo_import(import_id=import_id) == len(gone)

    @rule(numbers=st.lists(numbers, max_size=3), import_id=st.sampled_from([1, 2]))
    def forget(self, numbers, import_id):
        gone = [
            key
            for key, (_, brought) in self.model.items()
            if brought == import_id and key[1] in numbers
        ]
        for key in gone:
            del self.model[key]
        envelopes = [Envelope(UUID(int=number).bytes, NOON_MICROS, "e") for number in numbers]

        assert self.log.forget_import(import_id=import_id, envelopes=envelopes) == len(gone)

    @rule(actor=st.sampled_from(["a", "b"]))
    def erase(self, actor):
        gone = [key for key, (who, _) in self.model.items() if who == actor]
        for key in gone:
            del self.model[key]
        self.erased.add(actor)

        erased = self.log.erase(person=actor, at=NOON)

        assert (erased.events, erased.left) == (len(gone), 0)

    @rule()
    def restart(self):
        self.log.close()
        self.log = open_log(path=self.path, erasure_key=KEY)

    @invariant()
    def holds_what_the_model_holds(self):
        rows = self.log.read("SELECT source, event_id::VARCHAR, actor, import_id FROM events")
        held = {(source, UUID(event).int): (actor, by) for source, event, actor, by in rows}
        assert held == self.model
        assert len(rows) == self.log.status().events
        catalogue = self.log.catalogue()
        assert sum(entry.events for entry in catalogue) == len(self.model)

    def teardown(self):
        self.log.close()
        self.folder.cleanup()


TestLogAgainstModel = LogAgainstModel.TestCase
TestLogAgainstModel.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)

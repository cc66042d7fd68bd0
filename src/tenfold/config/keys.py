"""The collector's view of write keys: plain, read-only, in memory, at most a second old."""

from threading import Lock

from tenfold.collector.keys import KeyEntry, Keys


class WriteKeys(Keys):
    """All write keys that are valid, read from the rows when one changed."""

    def __init__(self) -> None:
        super().__init__()
        self._version: object = None
        self._reading = Lock()  # or what was read first could overwrite what was read last

    def refresh(self) -> None:
        """Read the keys again if any changed since."""
        from tenfold.people.keys import key_version, list_write_keys

        with self._reading:
            version = key_version()
            if version == self._version:
                return
            self.replace(
                entries={key.key: KeyEntry(source_id=key.source_id) for key in list_write_keys()}
            )
            self._version = version

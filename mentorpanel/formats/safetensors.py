"""Reads the tensors of a safetensors file, without copying what is stored as 32-bit numbers.

The format: eight bytes of length, a JSON header that names type, shape and place of each tensor, then the numbers.
"""

import json
import struct
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mentorpanel.domain.problems import Unreadable

Numbers = npt.NDArray[np.float32]
LONGEST_HEADER: Final = 10_000_000
_TYPES: Final[dict[str, np.dtype[Any]]] = {
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "BF16": np.dtype("<u2"),
}
_BROKEN: Final = "This is no safetensors file, or not all of it."


class Tensors:
    """The tensors of a file. ``data`` is all of it: bytes, or a map of the file into memory, kept as long as this."""

    def __init__(self, data: Any) -> None:
        self._data = memoryview(data)
        if len(self._data) < 8:
            raise Unreadable(_BROKEN)
        (length,) = struct.unpack("<Q", self._data[:8])
        if not 2 <= length <= min(LONGEST_HEADER, len(self._data) - 8):
            raise Unreadable(_BROKEN)
        try:
            header = json.loads(bytes(self._data[8 : 8 + length]))
        except (ValueError, RecursionError) as error:
            raise Unreadable(_BROKEN) from error
        if not isinstance(header, dict):
            raise Unreadable(_BROKEN)
        self._begin = 8 + length
        self._header: dict[str, Any] = {name: one for name, one in header.items() if name != "__metadata__"}

    def __contains__(self, name: str) -> bool:
        return name in self._header

    def numbers(self, name: str, shape: tuple[int, ...]) -> Numbers:
        """One tensor as 32-bit numbers. ``Unreadable`` where it is missing, or not of that shape."""
        try:
            entry = self._header[name]
            kind, (first, last) = _TYPES[entry["dtype"]], entry["data_offsets"]
            is_so = tuple(entry["shape"]) == shape and isinstance(first, int) and isinstance(last, int)
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"The model lacks “{name}”, or has it in a form that is not known.") from error
        count = int(np.prod(shape, dtype=np.int64))
        end = len(self._data) - self._begin
        if not is_so or not 0 <= first <= last <= end or last - first != count * kind.itemsize:
            raise Unreadable(f"“{name}” is not as large as the model's description says.")
        stored = np.frombuffer(self._data, kind, count, self._begin + first)
        if kind.kind == "u":  # bfloat16 is the upper half of a 32-bit number
            stored = (stored.astype("<u4") << 16).view("<f4")
        return np.ascontiguousarray(stored, dtype=np.float32).reshape(shape)

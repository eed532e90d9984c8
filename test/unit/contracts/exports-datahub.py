"""Judges files of metadata change proposals, named as arguments, as `datahub check metadata-file` does, and more strictly.

The command takes a field that an aspect doesn't have for nothing; here each proposal has to come back as it was. Also
every URN in it has to be one. Prints {file: [faults]}.
"""
import contextlib
import copy
import io
import json
import sys

from datahub.cli.check_cli import check
from datahub.emitter.mcp import MetadataChangeProposalWrapper
from datahub.metadata.urns import Urn


def lost(given, back, path):
    """Paths of what is in `given` and not in `back`."""
    if isinstance(given, dict):
        if not isinstance(back, dict):
            return [path]
        return [one for key, value in given.items() for one in lost(value, back.get(key), f"{path}.{key}")]
    if isinstance(given, list):
        if not isinstance(back, list) or len(given) != len(back):
            return [path]
        return [one for at, value in enumerate(given) for one in lost(value, back[at], f"{path}[{at}]")]
    return [] if given == back else [path]


def urns(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from urns(one)
    elif isinstance(value, list):
        for one in value:
            yield from urns(one)
    elif isinstance(value, str) and value.startswith("urn:li:"):
        yield value


def faults(file):
    found = []
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check.main(["metadata-file", file], standalone_mode=False)
    except BaseException as error:
        found.append(f"check metadata-file: {error!r}")
    for at, given in enumerate(json.load(open(file))):
        try:
            proposal = MetadataChangeProposalWrapper.from_obj(copy.deepcopy(given))
            found += [f"{at}: {path} is lost" for path in lost(given, proposal.to_obj(simplified_structure=True), "")]
            found += [f"{at}: {urn}" for urn in urns(given) if str(Urn.from_string(urn)) != urn]
            kind = Urn.from_string(given["entityUrn"]).entity_type
            if kind != given["entityType"]:
                found.append(f"{at}: {kind} is no {given['entityType']}")
        except Exception as error:
            found.append(f"{at}: {error!r}")
    return found


print("\n" + json.dumps({file: faults(file) for file in sys.argv[1:]}))

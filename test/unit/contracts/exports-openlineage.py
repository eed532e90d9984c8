"""Judges OpenLineage events, a list by name on standard input, by the project's own classes.

The classes of openlineage-python are generated from the published JSON Schemas, which no package holds themselves. Here
nothing is converted: what has another type, a field that a class doesn't have, or lacks one that it needs is a fault.
Prints {name: [faults]}.
"""
import importlib
import json
import pkgutil
import sys

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn
from dateutil import parser
from openlineage.client import generated
from openlineage.client.generated import base


def is_a(*types):
    def structure(value, _):
        if type(value) not in types:
            raise TypeError(f"{value!r} is no {types[0].__name__}")
        return value

    return structure


converter = cattrs.Converter(forbid_extra_keys=True)
for one, allowed in ((str, (str,)), (int, (int,)), (bool, (bool,)), (float, (float, int))):
    converter.register_structure_hook(one, is_a(*allowed))
converter.register_structure_hook_factory(
    attrs.has,
    lambda cls: make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_include_init_false=True
    ),
)

FACETS = {}
for module in pkgutil.iter_modules(generated.__path__):
    for cls in vars(importlib.import_module(f"openlineage.client.generated.{module.name}")).values():
        if isinstance(cls, type) and issubclass(cls, base.BaseFacet):
            FACETS[cls._get_schema()] = cls


# The one facet that the schemas don't call what its class is called.
NAMES = {"DatasetVersionDatasetFacet": "version"}


def check_facets(holder, kind):
    for name, facet in holder.pop("facets", {}).items():
        cls = FACETS[facet["_schemaURL"]]
        if not issubclass(cls, kind):
            raise TypeError(f"{name}: {cls.__name__} is no {kind.__name__}")
        if cls is kind:
            facet = {key: facet[key] for key in ("_producer", "_schemaURL")}
        elif name.lower() != NAMES.get(cls.__name__, cls.__name__.removesuffix(kind.__name__).lower()):
            raise ValueError(f"{name} is no name of {cls.__name__}")
        converter.structure(facet, cls)


def check(event):
    cls = {one._get_schema(): one for one in (base.DatasetEvent, base.JobEvent)}[event["schemaURL"]]
    parser.isoparse(event["eventTime"])
    if "dataset" in event:
        check_facets(event["dataset"], base.DatasetFacet)
    else:
        check_facets(event["job"], base.JobFacet)
    converter.structure(event, cls)


def faults(events):
    found = []
    for at, event in enumerate(events):
        try:
            check(event)
        except Exception as error:
            several = isinstance(error, cattrs.BaseValidationError)
            found.append(f"{at}: " + "; ".join(cattrs.transform_error(error) if several else [repr(error)]))
    return found


print(json.dumps({name: faults(events) for name, events in json.load(sys.stdin).items()}))

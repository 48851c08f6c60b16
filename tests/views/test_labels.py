"""One Chinese word for each thing the code names in English."""

from typing import get_args

from portal import schema
from portal.replay import PART_KINDS
from portal.state import ASKS, FLAGS, LIGHTS, STATUSES
from portal.views import labels
from portal.views.parts import LIGHTS as LIGHT_GLYPHS
from portal.views.parts import STATUSES as STATUS_GLYPHS


def test_every_word_of_the_code_has_one_of_the_reader() -> None:
    assert list(labels.STATUS) == list(labels.STATUS_MEANS) == list(STATUSES)
    assert list(labels.FLAG) == list(labels.FLAG_MEANS) == list(FLAGS)
    assert list(labels.LIGHT) == list(LIGHTS)
    assert set(labels.ASK) == set(labels.ASK_PLAIN) == set(labels.ASK_CALLS) == set(ASKS)
    assert list(labels.PART_KIND) == list(PART_KINDS)
    for table, kind in ((labels.TARGET_KIND, schema.TargetKind), (labels.RECORD_KIND, schema.Kind),
                        (labels.PROCEDURE, schema.ProcedureKind), (labels.PROCEDURE_STATE, schema.ProcedureState),
                        (labels.MONEY, schema.SourceOfMoney), (labels.REMEDY_STATE, schema.ActionState),
                        (labels.REASON, schema.Reason)):
        assert set(table) == set(get_args(kind))
    assert set(labels.REPORTED) == {*get_args(schema.MeasureState), *get_args(schema.MilestoneState)}


def test_no_two_statuses_and_no_two_lights_share_a_word() -> None:
    assert len(set(labels.STATUS.values())) == len(labels.STATUS)
    assert len(set(labels.LIGHT.values())) == len(labels.LIGHT)


def test_a_shapes_word_is_the_labels_word() -> None:
    for status, word in labels.STATUS.items():
        assert STATUS_GLYPHS[status].word == word
    for light, word in labels.LIGHT.items():
        assert LIGHT_GLYPHS[light].word == word

"""The face of the metrics; each metric has a file of its own, tests/test_metrics_<which>.py."""

from ganbook import metrics


class TestTheFace:
    def test_every_public_name_is_there_and_says_what_it_means(self):
        for name in metrics.__all__:
            assert getattr(metrics, name).__doc__, name

"""Entries to stories: one event, one story. When in doubt two stories, since two events under one headline mislead."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.digests.likeness import Matrix, Telling, log_odds

JOIN = 0.5  # mean probability between two groups that makes them one story
FORBID = 0.02  # no pair in a story may be less likely than this


def cluster(
    tellings: Sequence[Telling], *, titles: NDArray[np.float32], leads: NDArray[np.float32]
) -> list[tuple[int, ...]]:
    """Indices of the tellings, grouped by event; groups and their members in the order of the tellings.

    Args: see `log_odds`.
    """
    if not tellings:
        return []
    odds = log_odds(tellings, titles=titles, leads=leads)
    return group(1.0 / (1.0 + np.exp(-odds)))


def group(probabilities: Matrix) -> list[tuple[int, ...]]:
    """Join the two likeliest groups again and again: average linkage, with a floor under every pair."""
    members = [[n] for n in range(len(probabilities))]
    sizes = np.ones(len(members))
    mean, least = probabilities.copy(), probabilities.copy()
    np.fill_diagonal(mean, -1.0)
    while True:
        open_pairs = np.where(least >= FORBID, mean, -1.0)
        a, b = np.unravel_index(int(open_pairs.argmax()), open_pairs.shape)
        if open_pairs[a, b] < JOIN:
            break
        mean[a] = mean[:, a] = (mean[a] * sizes[a] + mean[b] * sizes[b]) / (sizes[a] + sizes[b])
        least[a] = least[:, a] = np.minimum(least[a], least[b])
        mean[a, a] = -1.0
        mean[b] = mean[:, b] = -1.0
        sizes[a] += sizes[b]
        members[a] += members[b]
        members[b] = []
    return sorted(tuple(sorted(found)) for found in members if found)

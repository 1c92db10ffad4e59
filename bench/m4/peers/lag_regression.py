#!/usr/bin/env python3
"""A plain lag regression as a peer of `npm run bench:m4`: least squares by numpy on the lags of `lagsOf(…, 'full')`,
of the logarithm where values are positive, forecast recursively. Without intervals.

usage: lag_regression.py TRAIN.csv HORIZON OUT.jsonl
"""
import json
import sys
import time

import numpy as np

HOURLY = [1, 2, *range(22, 27), 47, 48, 49, 143, 144, 145, *range(166, 171)]
WEEKLY = [1, 2, 3, 51, 52, 53, 104, 105]


def forecast(y, horizon, lags):
    scale, back = (np.log, np.exp) if y.min() > 0 else (lambda v: v, lambda v: v)
    x = scale(y)
    centre = np.median(x)
    x = x - centre
    lags = np.array([lag for lag in lags if lag <= len(x) // 2])
    rows = np.column_stack([x[lags[-1] - lag : len(x) - lag] for lag in lags])
    coefficients = np.linalg.lstsq(rows, x[lags[-1] :], rcond=None)[0]
    low, high = x.min() - np.ptp(x) / 2, x.max() + np.ptp(x) / 2
    path = list(x)
    for _ in range(horizon):
        path.append(float(np.clip(coefficients @ np.array([path[-lag] for lag in lags]), low, high)))
    return back(np.array(path[len(x) :]) + centre)


def main():
    train, horizon, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(train) as lines, open(out, "w") as written:
        for line in lines:
            name, *cells = line.strip().replace('"', "").split(",")
            try:
                y = np.array([float(cell) for cell in cells if cell])
            except ValueError:
                continue  # the header
            before = time.process_time()
            mean = forecast(y, horizon, HOURLY if horizon == 48 else WEEKLY)
            cpu = time.process_time() - before
            written.write(json.dumps({"id": name, "mean": mean.tolist(), "cpu": cpu}) + "\n")


main()

"""Times scikit-learn's fits of the rows of a CSV file, and prints one JSON line: version, and CPU milliseconds of each.

usage: scikit_learn.py ROWS.csv ROUNDS

The median of so many fits after one that is not counted, on one thread, with the options that ours has.
"""

import json
import os
import statistics
import sys
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.svm import OneClassSVM

rows = np.loadtxt(sys.argv[1], delimiter=",")
rounds = int(sys.argv[2])
fits = {
    "isolation-forest": lambda: IsolationForest(n_estimators=100, max_samples=256, random_state=1).fit(rows),
    "one-class-svm": lambda: OneClassSVM(nu=0.05, gamma="scale").fit(rows),
}


def cpu_ms(fit):
    times = []
    for _ in range(rounds + 1):
        before = time.process_time()
        fit()
        times.append(1000 * (time.process_time() - before))
    return statistics.median(times[1:])


print(json.dumps({"version": sklearn.__version__, "cpuMs": {name: cpu_ms(fit) for name, fit in fits.items()}}))

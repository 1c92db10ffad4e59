"""statsmodels' exact log-likelihood of coefficients that any peer found, so that they compare.

usage: reference.py CASE.json   with lines of JSON arrays on standard input: regressors, ar, ma, seasonal ar, seasonal ma

Prints a number or null (not stationary: no exact likelihood) for each. The series is differenced first and the variance
is the likeliest for the coefficients given.
"""

import json
import os
import sys
import warnings

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
warnings.filterwarnings("ignore")
import numpy as np
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.tools import is_invertible

with open(sys.argv[1]) as file:
    case = json.load(file)
(p, d, q), (P, D, Q, period) = case["order"], case["seasonal"]


def differenced(values):
    values = np.asarray(values, float)
    for lag in [1] * d + [period] * D:
        values = values[lag:] - values[:-lag]
    return values


regressors = len(case["x"][0]) if case.get("x") else 0
model = SARIMAX(
    differenced(case["y"]),
    differenced(case["x"]) if regressors else None,
    order=(p, 0, q),
    seasonal_order=(P, 0, Q, period),
    concentrate_scale=True,
)
model.ssm.filter_chandrasekhar = True


def is_stationary(params):
    ar = params[regressors : regressors + p]
    seasonal = params[regressors + p + q : regressors + p + q + P]
    return all(is_invertible(np.r_[1, -factor]) for factor in (ar, seasonal) if len(factor))


for line in sys.stdin:
    params = np.array(json.loads(line), float)
    known = len(params) == regressors + p + q + P + Q and np.isfinite(params).all() and is_stationary(params)
    value = float(model.loglike(params)) if known else None
    print(json.dumps(value if value is not None and np.isfinite(value) else None), flush=True)

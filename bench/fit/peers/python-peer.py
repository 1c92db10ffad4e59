"""Fits one case with a Python library and prints one JSON line.

usage: python-peer.py PEER CASE.json
"""

import json
import os
import resource
import sys
import warnings

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
warnings.filterwarnings("ignore")
import numpy as np


def statespace(case, **options):
    """statsmodels' SARIMAX by L-BFGS and the Kalman filter, as it comes or with its own means to be fast."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    tuned = options.get("tuned", False)
    build = dict(simple_differencing=True, concentrate_scale=True) if tuned else {}
    finish = dict(low_memory=True, cov_type="none") if tuned else {}

    def fit():
        model = SARIMAX(case["y"], case["x"], order=case["order"], seasonal_order=case["seasonal"], **build)
        if options.get("chandrasekhar"):
            model.ssm.filter_chandrasekhar = True
        result = model.fit(disp=0, **finish)
        told = result.mle_retvals
        return dict(
            llf=result.llf,
            params=result.params if tuned else result.params[:-1],
            iterations=int(told["iterations"]),
            evaluations=int(told["fcalls"]),
        )

    return fit


def innovations(case):
    """statsmodels' ARIMA by the innovations algorithm."""
    from statsmodels.tsa.arima.model import ARIMA

    def fit():
        model = ARIMA(case["y"], case["x"], order=case["order"], seasonal_order=case["seasonal"], trend="n")
        result = model.fit(method="innovations_mle", low_memory=True, cov_type="none")
        # With regressors the fit is repeated after generalised least squares and keeps no count of all.
        told = getattr(result.fit_details, "minimize_results", None) or {}
        count = {} if not told else dict(iterations=int(told["nit"]), evaluations=int(told["nfev"]))
        return dict(llf=result.llf, params=result.params[:-1], **count)

    return fit


def statsforecast(case, method):
    """Nixtla's port of R's arima; it tells no counts."""
    from statsforecast.models import ARIMA

    p, _, q = case["order"]
    P, _, Q, period = case["seasonal"]
    model = dict(order=case["order"], seasonal_order=case["seasonal"][:3], season_length=period)

    def fit():
        made = ARIMA(method=method, include_mean=False, **model).fit(case["y"], case["x"]).model_
        coefficients = made["coef"]
        wanted = [f"{kind}{i + 1}" for kind, count in (("ar", p), ("ma", q), ("sar", P), ("sma", Q)) for i in range(count)]
        regressors = [name for name in coefficients if name not in wanted]
        return dict(llf=made["loglik"], params=[coefficients[name] for name in regressors + wanted])

    return fit


PEERS = {
    "sm_default": lambda case: statespace(case),
    "sm_tuned": lambda case: statespace(case, tuned=True, chandrasekhar=True),
    "sm_tuned_kalman": lambda case: statespace(case, tuned=True),
    "sm_innovations": innovations,
    "sf_cssml": lambda case: statsforecast(case, "CSS-ML"),
    "sf_ml": lambda case: statsforecast(case, "ML"),
}


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(fit):
    before = cpu_seconds()
    result = fit()
    return result, cpu_seconds() - before


def read_case(path):
    with open(path) as file:
        case = json.load(file)
    x = np.array(case["x"], float) if case.get("x") else None
    return dict(case, y=np.array(case["y"], float), x=x, order=tuple(case["order"]), seasonal=tuple(case["seasonal"]))


def main(peer, path):
    fit = PEERS[peer](read_case(path))
    result, first = timed(fit)
    times = [first]
    if first < 5:
        repeats = max(1, min(20, int(4 / max(first, 1e-3))))
        times = [timed(fit)[1] for _ in range(repeats)]
    report = dict(
        result,
        llf=float(result["llf"]),
        params=[float(value) for value in result["params"]],
        cpuMs=1000 * float(np.median(times)),
        fits=len(times),
    )
    print(json.dumps(report))


main(*sys.argv[1:])

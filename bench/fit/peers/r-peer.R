# Fits one case with R and prints one JSON line; R tells no counts.
# usage: Rscript --vanilla r-peer.R PEER CASE.csv p,d,q,P,D,Q,m      PEER: r_ml, r_cssml (stats::arima) or r_forecast
arguments <- commandArgs(TRUE)
peer <- arguments[1]
data <- as.matrix(read.csv(arguments[2]))
orders <- as.integer(strsplit(arguments[3], ",")[[1]])
y <- ts(data[, 1], frequency = orders[7])
x <- if (ncol(data) > 1) data[, -1, drop = FALSE] else NULL
seasonal <- list(order = orders[4:6], period = orders[7])
if (peer == "r_forecast") suppressMessages(library(forecast))

fit <- function() {
  if (peer == "r_forecast")
    return(Arima(y, order = orders[1:3], seasonal = seasonal, xreg = x, include.mean = FALSE))
  method <- if (peer == "r_ml") "ML" else "CSS-ML"
  arima(y, order = orders[1:3], seasonal = seasonal, xreg = x, include.mean = FALSE, method = method)
}
seconds <- function(times) {
  before <- proc.time()
  for (i in seq_len(times)) model <<- fit()
  used <- proc.time() - before
  used[["user.self"]] + used[["sys.self"]]
}

repeats <- 1
each <- seconds(1)
if (each < 5) {
  repeats <- max(1, min(20, floor(4 / max(each, 1e-3))))
  each <- seconds(repeats) / repeats
}
coefficients <- coef(model)
kinds <- sub("[0-9]+$", "", names(coefficients))
kinds[!grepl("^(ar|ma|sar|sma)[0-9]+$", names(coefficients))] <- "x"
ordered <- coefficients[order(match(kinds, c("x", "ar", "ma", "sar", "sma")))]
cat(sprintf('{"llf":%.8f,"cpuMs":%.4f,"fits":%d,"params":[%s]}\n', model$loglik, 1000 * each, as.integer(repeats),
            paste(sprintf("%.12g", ordered), collapse = ",")))

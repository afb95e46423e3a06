#!/usr/bin/env Rscript
# Writes tests/r/NAME.ref: what R's own `stats` says of every distribution that both have. Not needed to run the tests.
#
#   Rscript tests/r/make_r.R [FOLDER]      (tests/r)
#
# A file has a line `dist NAME value : type, parameter : type, …`, then tables: `at member, member, …` and below it the arguments and the value of
# each member. Arguments of a quantile are a probability and the parameters. Numbers have the 17 digits that a double needs.
#
# The grid: each set of parameters, the extreme ones too, at quantiles from 1e-300 below to 1e-300 above.

folder <- commandArgs(trailingOnly = TRUE)
folder <- if (length(folder)) folder[1] else "tests/r"
options(warn = -1, digits = 17)

tails <- c(1e-300, 1e-100, 1e-20, 1e-8, 0.01, 0.3)
write_number <- function(x) ifelse(is.nan(x), "nan", sprintf("%.17g", x))
row <- function(...) paste(vapply(c(...), write_number, ""), collapse = " ")

# name: in stdlib/; r: the letters behind d, p, q; types: of the value and the parameters, named; parameters: a list of vectors, in our order;
# call: from one such vector to the list of R's arguments; inside: whether a value is in the support.
distribution <- function(name, r, types, parameters, call = as.list, whole = FALSE, inside = function(x, ...) TRUE, extra = c(), quantiles = FALSE,
                         members = c("log_p", "log_cdf", "log_ccdf")) {
    d <- get(paste0("d", r)); p <- get(paste0("p", r)); q <- get(paste0("q", r))
    file <- file(file.path(folder, paste0(tolower(gsub("([a-z])([A-Z])", "\\1_\\2", name)), ".ref")), "w")
    say <- function(...) cat(..., "\n", sep = "", file = file)
    say("# Written by tests/r/make_r.R with ", R.version.string, ", ", format(Sys.Date()), ". The format is described there.")
    say("dist ", name, " ", paste(names(types), types, sep = " : ", collapse = ", "))
    say("at ", paste(members, collapse = " "))
    for (theta in parameters) {
        at <- call(theta)
        x <- c(do.call(q, c(list(log(tails)), at, log.p = TRUE)),
               do.call(q, c(list(log(tails)), at, log.p = TRUE, lower.tail = FALSE)), extra)
        x <- sort(unique(x[is.finite(x)]))
        if (whole) x <- x[x < 2^53]
        for (value in x[vapply(x, function(v) isTRUE(do.call(inside, c(list(v), as.list(unname(theta))))), TRUE)]) {
            of <- list(log_p = function() do.call(d, c(list(value), at, log = TRUE)),
                       log_cdf = function() do.call(p, c(list(value), at, log.p = TRUE)),
                       log_ccdf = function() do.call(p, c(list(value), at, log.p = TRUE, lower.tail = FALSE)))
            say(row(value, theta, vapply(members, function(m) as.numeric(of[[m]]()), 0)))
        }
    }
    if (quantiles) {
        say("at quantile upper_quantile")
        for (theta in parameters) for (chance in c(1e-300, 1e-20, 1e-6, 0.2, 0.5, 0.9, 1 - 2^-30)) {
            at <- call(theta)
            say(row(chance, theta, do.call(q, c(list(chance), at)), do.call(q, c(list(chance), at, lower.tail = FALSE))))
        }
    }
    close(file)
}

sets <- function(...) lapply(strsplit(c(...), ","), function(t) as.numeric(t))
reals <- function(...) c(x = "real", ...)
whole <- function(...) c(x = "int", ...)
positive <- function(x, ...) x > 0
square <- function(x, ...) abs(x) < 1e150   # what is squared must stay a number
share <- function(x, ...) x > 0 && x < 1

located <- sets("0,1", "0.5,2", "-1e6,0.001", "1e10,1e9", "0,1e-80", "0,1e80", "3,1e-5")
distribution("Normal", "norm", reals(mu = "real", sigma = "real > 0"), located, extra = c(-3, 1e-300, 40), quantiles = TRUE)
distribution("Logistic", "logis", reals(location = "real", scale = "real > 0"), located, extra = c(-3, 1e-300, 800), quantiles = TRUE)
distribution("Cauchy", "cauchy", reals(location = "real", scale = "real > 0"), located, extra = c(-3, 1e-300, 1e60), quantiles = TRUE)
distribution("LogNormal", "lnorm", reals(mu = "real", sigma = "real > 0"), sets("0,1", "0.5,2", "-20,0.01", "100,0.3", "0,15", "3,1e-8"),
             inside = positive, extra = c(1e-300, 1, 1e300), quantiles = TRUE)
distribution("Uniform", "unif", reals(lower = "real", upper = "real"), sets("0,1", "-3,5", "1e10,1e11", "-1e-80,1e-80", "0.1,0.1000001"),
             inside = function(x, lower, upper) x > lower && x < upper, quantiles = TRUE)
distribution("Exponential", "exp", reals(rate = "real > 0"), sets("1", "0.7", "1e-20", "1e20", "1e-150", "1e150"),
             call = function(t) list(rate = t), inside = positive, extra = c(1e-300, 1, 1e5), quantiles = TRUE)
distribution("Weibull", "weibull", reals(shape = "real > 0", scale = "real > 0"), sets("1,1", "1.7,2", "0.1,1", "0.5,1e10", "30,1e-5", "1000,3", "3,1e80"),
             inside = positive, extra = c(1e-100, 1), quantiles = TRUE)
distribution("Gamma", "gamma", reals(shape = "real > 0", rate = "real > 0"),
             sets("1,1", "2.5,0.7", "0.001,1", "0.1,1e10", "30,5", "1e3,2", "1e5,1e5", "1e10,1", "1e15,1", "0.5,1e-80", "1e-8,3"),
             call = function(t) list(shape = t[1], rate = t[2]), inside = positive, extra = c(1e-100, 1))
distribution("ChiSquared", "chisq", reals(df = "real > 0"), sets("1", "5", "0.01", "100", "1e4", "1e8", "2.5"), inside = positive, extra = c(1e-100, 1))
distribution("Beta", "beta", reals(alpha = "real > 0", beta = "real > 0"),
             sets("1,1", "2.5,4", "0.5,0.5", "0.01,0.02", "30,2", "1e3,3e3", "1e6,2e6", "1e-3,1e3", "1e10,1e10", "5,1e8", "1e-8,3"), inside = share,
             extra = c(1e-100, 0.25, 1 - 2^-50))
distribution("StudentT", "t", reals(nu = "real > 0", mu = "real", sigma = "real > 0"), sets("4,0,1", "1,0,1", "2.5,0,1", "0.1,0,1", "30,0,1", "1e3,0,1", "1e8,0,1", "1e15,0,1"),
             call = function(t) list(df = t[1]), inside = square, extra = c(1e-100, 1, 50, 1e60))
distribution("Poisson", "pois", whole(rate = "real >= 0"), sets("2.5", "1", "1e-10", "0.1", "30", "1e3", "1e6", "1e12"), whole = TRUE, extra = c(0, 1, 50))
distribution("Binomial", "binom", whole(n = "count", p = "real in [0, 1]"),
             sets("10,0.4", "1,0.3", "50,1e-10", "50,0.999999", "1000,0.01", "1e5,0.7", "1e9,1e-8", "1e9,0.5", "1e15,1e-12", "20,1e-200"), whole = TRUE,
             inside = function(x, n, p) x >= 0 && x <= n, extra = c(0, 1, 10))
distribution("Bernoulli", "binom", whole(p = "real in [0, 1]"), sets("0.5", "0.3", "1e-10", "0.9999999", "1e-200"), whole = TRUE,
             call = function(t) list(size = 1, prob = t), inside = function(x, p) x == 0 || x == 1, extra = c(0, 1))
distribution("Geometric", "geom", whole(p = "real in [0, 1]"), sets("0.3", "0.5", "0.999", "0.01", "1e-6", "1e-12"), whole = TRUE, extra = c(0, 1, 7))
distribution("NegativeBinomial", "nbinom", whole(mu = "real > 0", phi = "real > 0"),
             sets("5,2", "1,1", "0.1,0.01", "1e3,0.5", "30,1e5", "3,1e10", "1e6,10", "1e-8,2", "100,1e15", "1e8,1e6"), whole = TRUE,
             call = function(t) list(mu = t[1], size = t[2]), extra = c(0, 1, 50))
distribution("Hypergeometric", "hyper", whole(n = "count", successes = "count", failures = "count"),
             sets("10,7,13", "1,1,1", "50,100,1000", "1000,1e5,2e5", "300,400,100", "1e6,1e7,1e7", "5,1e9,1e9", "1e5,3,1e8"), whole = TRUE,
             call = function(t) list(m = t[2], n = t[3], k = t[1]),
             inside = function(x, n, s, f) x >= max(0, n - f) && x <= min(n, s), extra = c(0, 1, 3))

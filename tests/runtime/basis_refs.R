# Writes tests/runtime/basis.ref: B-splines by R's package splines, natural cubic splines by its stats.
#   Rscript tests/runtime/basis_refs.R > tests/runtime/basis.ref
# A line: function, degree, order of the derivative, x | knots | values. B-splines: splineDesign with the ends repeated degree + 1 times. Natural ones: the spline
# through 1 at one knot and 0 at the others, for each knot; a straight line beyond the ends.
library(splines)
number <- function(x) paste(sprintf("%.17g", x), collapse = " ")
cat("# Written by tests/runtime/basis_refs.R with R", paste(R.version$major, R.version$minor, sep = "."), "on 2026-11-20.\n")

sets <- list(c(0, 1), c(-1, 0.25, 3), c(0, 0.5, 1, 1.75, 2.25, 4), c(-3, -1, 0, 2, 5, 6, 9, 9.5))
for (t in sets) for (degree in 0:4) for (order in 0:min(degree, 2)) {
    k <- c(rep(t[1], degree), t, rep(t[length(t)], degree))
    for (x in c(t[1], t[1] + 0.1, mean(t), t[2], t[length(t)] - 1 / 3, t[length(t)])) {
        if (x < t[1] || x > t[length(t)]) next
        if (degree == 0 && order == 0 && x == t[length(t)]) next # at the last knot R has no function of degree 0
        values <- splineDesign(k, x, ord = degree + 1, derivs = order, outer.ok = TRUE)
        if (order == degree && x == t[length(t)]) next # nor the last derivative from the left
        cat("bspline", degree, order, sprintf("%.17g", x), "|", number(t), "|", number(values), "\n")
    }
}
for (t in sets[-1]) for (order in 0:2)
    for (x in c(t[1], t[1] - 2, t[1] + 0.1, mean(t), t[2], t[length(t)] - 1 / 3, t[length(t)], t[length(t)] + 1.5)) {
        if (order == 2 && (x < t[1] || x > t[length(t)])) next
        values <- sapply(seq_along(t), function(i) {
            splinefun(t, as.numeric(seq_along(t) == i), method = "natural")(x, deriv = order)
        })
        cat("natural_spline", 3, order, sprintf("%.17g", x), "|", number(t), "|", number(values), "\n")
    }

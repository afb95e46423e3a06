# Multinomial against R's dmultinom: writes tests/stdlib/multivariate/multinomial_r.ref.json. Run from the root: Rscript tests/r/multinomial.R
# The prior of p is Dirichlet(1), whose log density is log(3!) for four shares; derivatives by p are counts over shares.
y <- c(3, 0, 5, 2)
at <- list(c(0.25, 0.125, 0.5, 0.125), c(0.1, 0.2, 0.3, 0.4), c(0.001, 0.5, 0.25, 0.249))
show <- function(x) sprintf("%.17g", x)
vec <- function(x) paste0("[", paste(show(x), collapse = ", "), "]")
points <- sapply(at, function(p) paste0(
  '  {"at": {"p": ', vec(p), '}, "log_joint": ', show(dmultinom(y, 10, p, log = TRUE) + log(6)),
  ', "gradient": {"p": ', vec(y / p), "}}"))
cat('{"model": "multinomial.bmodel", "data": "multinomial.data.json",\n "origin": "tests/r/multinomial.R, ', R.version.string,
    '",\n "tolerance": 1e-13, "gradient_tolerance": 1e-11,\n "points": [\n', paste(points, collapse = ",\n"), "]}\n",
    sep = "", file = "tests/stdlib/multivariate/multinomial_r.ref.json")

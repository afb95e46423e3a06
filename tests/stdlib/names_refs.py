#!/usr/bin/env python3
"""Do other systems mean what the lines `## R: dgamma(x, shape, rate = 1) = Gamma(…)` of stdlib/ say?

Writes names.ref: for each such line the call with numbers, the value, the same call here with numbers, and the log density that the other
system itself computes. test_names.c holds ours against it, and asks for a line for each call. Lines of Stan are not computed; they were read
against its Functions Reference. `?` stands for what could not be computed: its package was not installed.

  python3 tests/stdlib/names_refs.py [BUILD]      (scipy always; R with extraDistr and sn, JAGS and PyMC where they are installed; else old lines stay)
"""
import glob, importlib.util, os, re, shutil, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = sys.argv[1] if len(sys.argv) > 1 else "build"
REF = os.path.join(ROOT, "tests/stdlib/names.ref")

# Arguments: by name, else by distribution and name. Whatever lies in the domain and is different from the defaults will do.
VALUES = dict(mu=0.6, sigma=1.7, tau=0.4, loc=0.4, scale=1.6, s=0.7, location=0.4, mean=0.5, sd=1.4, meanlog=0.2, sdlog=0.9, alpha=2.5, beta=1.4, nu=4.5,
              kappa=1.3, mu1=2.5, mu2=1.5, b=1.5, a=2.2, c=1.8, q=0.8, p=0.3, prob=0.3, theta=0.3, pi=0.2, psi=0.8, n=9, size=9, N=9, lam=0.7, rate=0.7, shape=1.8, df=5.5,
              shape1=1.6, shape2=2.4, lower=0.2, upper=3.4, min=0.2, max=3.4, logit_p=-0.4, K=1.5, k=5.5, r=2.5, v=1.8, m=1.1, xi=0.2, lambda_=1.9, phi=2.5,
              low=1, high=7, omega=1.6, delta=0.8, ncp=0, x=1.3)
SPECIAL = {
    "hypergeometric": dict(N=20, M=20, k=8, n=8, m=8, n1=8, n2=12, m1=10, psi=1),
    "hypergeometric/scipy": dict(M=20, n=8, N=10), "hypergeometric/R": dict(m=8, n=12, k=10), "hypergeometric/PyMC": dict(N=20, k=8, n=10),
    "discrete_uniform": dict(min=1, max=6, lower=1, upper=6), "triangular": dict(c=1.9, a=0.2, b=3.4), "triangular/scipy": dict(c=0.4, loc=0.2, scale=3.2),
    "generalized_extreme_value/scipy": dict(c=-0.2), "generalized_pareto/scipy": dict(c=0.2),
    "wiener": dict(alpha=1.5, tau=0.3, beta=0.4), "uniform": dict(a=0.2, b=3.4), "beta": dict(mu=0.4, sigma=0.2, nu=5), "wald": dict(mu=1.4), "inverse_gamma": dict(mu=1.4), "gamma": dict(mu=1.4), "gamma/BUGS": dict(r=2.5),
    "negative_binomial": dict(mu=4.5, alpha=2.5), "zero_inflated_negative_binomial": dict(mu=4.5, alpha=2.5), "zero_inflated_poisson": {"mu": 2.5, "lambda": 2.5},
    "hurdle_negative_binomial": dict(mu=4.5, alpha=2.5), "hurdle_poisson": dict(mu=2.5), "skellam": dict(mu1=2.5, mu2=1.5), "von_mises": dict(kappa=1.3), "discrete_weibull": dict(shape1=0.8, shape2=1.3),
}
WHOLE_SHIFT = {("PyMC", "geometric"): 1, ("scipy", "geometric"): 1}  # the remark says so: they count one more


def split(text):
    parts, depth = [""], 0
    for c in text:
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return [p.strip() for p in parts if p.strip()]


def stanzas():
    """(stem, x, system, call, ours) of each line, as the program reads them."""
    for path in sorted(glob.glob(os.path.join(ROOT, "stdlib/*.bmodel"))):
        stem, lines = os.path.basename(path)[:-7], open(path).read().split("\n")
        for start in [i for i, line in enumerate(lines) if re.match(r"dist \w+\(", line)]:  # not those over a dimension
            body = lines[start + 1:]
            end = next((i for i, line in enumerate(body) if line and not line.startswith(" ")), len(body))
            body = body[:end]
            example = next((line for line in body if line.strip().startswith("example log p(")), None)
            if not example:
                continue
            x = example.split("(")[1].split("|")[0].split(")")[0].strip()
            for line in body:
                found = re.match(r"    ## ((?:Stan|PyMC|R|BUGS|scipy)(?:, *\w+)*): (.*)", line)
                if not found or found[2].startswith("none"):
                    continue
                text = found[2].split(";")[0].strip()
                depth = 0
                for i, c in enumerate(text):
                    depth += (c in "([") - (c in ")]")
                    if c == "=" and depth == 0:
                        break
                for system in split(found[1]):
                    yield stem, x, system, text[:i].strip(), text[i + 1:].strip()


def numbers_for(stem, system, call, x):
    """The formals with numbers, in order; None where a formal is no name."""
    out = []
    for formal in split(call[call.index("(") + 1:-1]):
        name, _, default = [t.strip() for t in formal.partition("=")]
        if not re.fullmatch(r"[A-Za-z_]\w*", name):
            return None
        special = {**SPECIAL.get(stem, {}), **SPECIAL.get(f"{stem}/{system}", {})}
        value = special.get(name, VALUES.get(name, VALUES.get(name + "_")))
        if name == "x" and system == "R":
            continue
        out.append((name, default, value))
    return out


def put(text, values):
    """ours(…) with numbers for names; names of our own arguments (`shape = a`) stay."""
    head, inside = text[:text.index("(")], text[text.index("(") + 1:-1]
    parts = []
    for part in split(inside):
        name, eq, value = part.partition("=")
        own = name.strip() + " = " if eq else ""
        value = value if eq else part
        for k, v in values.items():
            value = re.sub(rf"\b{k}\b(?!\()", f"\0{v!r}\0", value)
        parts.append(own + value.replace("\0", "").strip())
    return f"{head}({', '.join(parts)})"


def functions():
    """Jobs for the rows of lang/function_names.def that R, numpy, scipy and PyMC compute: arguments in the domain, different from each other."""
    primitives = dict(re.findall(r'^PRIMITIVE\((\w+), *"([^"]*)"', open(os.path.join(ROOT, "lang/primitives.def")).read(), re.M))
    for ours, *theirs in re.findall(r'^FUNCTION_NAMES\((\w+), +"([^"]*)", "([^"]*)", "([^"]*)", "([^"]*)", "([^"]*)"\)',
                                    open(os.path.join(ROOT, "lang/function_names.def")).read(), re.M):
        if ours not in primitives:
            continue  # over a dimension
        params = [part.split(":") for part in split(primitives[ours])]
        values = {}
        for i, (name, domain) in enumerate(params):
            unit = "(0, 1)" in domain or "[0, 1]" in domain or "-1, 1" in domain
            small = [0.3, 0.6, 0.4][i] if unit else [-0.7, -1.2, -0.4][i] if "<" in domain and "< 1" not in domain else [1.3, 0.7, 0.4][i]
            values[name.strip()] = {"n": 7, "k": 3, "d": 2, "lo": 0.2, "hi": 0.5}.get(name.strip(), 0.6 if "< 1" in domain else small)
        for system, call in zip(("Stan", "PyMC", "R", "BUGS", "Python"), theirs):
            if call and system in ("PyMC", "R", "Python"):
                yield dict(ours=ours, system=system, call=call, values=values,
                           text=f"{call}({', '.join(values)})" if "(" not in call else call)


def theirs_functions(jobs):
    import numpy as np, scipy.special as sp
    for job in jobs:
        if job["system"] == "Python":
            job["value"] = float(eval(job["text"], dict(np=np, sp=sp, **job["values"])))
    if importlib.util.find_spec("pymc"):
        import pymc.math, pytensor.tensor as pt
        for job in jobs:
            if job["system"] == "PyMC":
                known = {k: getattr(pymc.math, k) for k in dir(pymc.math)} | dict(pt=pt)
                known.update({k: pt.as_tensor(np.float64(v)) for k, v in job["values"].items()})
                job["value"] = float(eval(job["text"], known).eval())
    mine = [job for job in jobs if job["system"] == "R"]
    if shutil.which("Rscript"):
        code = "".join(f"cat(sprintf('%.17g\\n', (function({', '.join(j['values'])}) {j['text']})({', '.join(map(str, j['values'].values()))})))\n" for j in mine)
        out = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout.split()
        for job, value in zip(mine, out):
            job["value"] = float(value)


def theirs_scipy(jobs):
    import scipy.stats
    for job in jobs:
        d = getattr(scipy.stats, job["name"])(**job["values"])
        job["value"] = float((d.logpmf if hasattr(d.dist, "logpmf") else d.logpdf)(job["at"]))


def theirs_pymc(jobs):
    import pymc, numpy
    for job in jobs:
        d = getattr(pymc, job["name"]).dist(**job["values"])
        at = int(job["at"]) if numpy.issubdtype(d.dtype, numpy.integer) else job["at"]
        job["value"] = float(pymc.logp(d, at).eval())


def theirs_r(jobs):
    code = "suppressMessages({library(extraDistr); library(sn)})\n" + "".join(
        f"cat(sprintf('%.17g\\n', tryCatch({j['name']}({j['at']}, {', '.join(f'{k} = {v}' for k, v in j['values'].items())}, log = TRUE), "
        "error = function(e) NA_real_)))\n" for j in jobs)  # NA: its package is not installed
    out = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout.split()
    for job, value in zip(jobs, out):
        if value != "NA":
            job["value"] = float(value)


def theirs_jags(jobs):
    with tempfile.TemporaryDirectory() as folder:
        for job in jobs:
            open(f"{folder}/m.bug", "w").write(f"model {{ y ~ {job['name']}({', '.join(str(v) for v in job['values'].values())})\n z ~ dnorm(0, 1) }}\n")
            open(f"{folder}/d.r", "w").write(f"y <- {job['at']}\n")
            open(f"{folder}/s.jags", "w").write('load dic\nload mix\nmodel in "m.bug"\ndata in "d.r"\ncompile\ninitialize\nmonitor deviance\nupdate 1\ncoda *\nexit\n')
            subprocess.run(["jags", "s.jags"], cwd=folder, capture_output=True, text=True)
            path = f"{folder}/CODAchain1.txt"
            if os.path.exists(path):
                job["value"] = -0.5 * float(open(path).read().split()[1])
                os.remove(path)


def main():
    jobs = []
    for stem, x, system, call, ours in stanzas():
        numbers = numbers_for(stem, system, call, x)
        if system == "Stan" or not numbers:
            continue
        lacking = [name for name, _, value in numbers if value is None]
        if lacking:
            sys.exit(f"{stem}: {system}: {call}: no number for {lacking} in VALUES")
        named = {name: value for name, default, value in numbers if re.search(rf"\b{name}\b", ours.split("(", 1)[1]) or not default}
        fixed = {name: float(default) for name, default, _ in numbers if name not in named}
        everything = {**named, **{k: int(v) if v == int(v) else v for k, v in fixed.items()}}
        values = {name: everything[name] for name, _, _ in numbers}
        at = float(x)
        at = int(at) if at == int(at) else at
        jobs.append(dict(stem=stem, system=system, call=call, ours=ours, name=call[:call.index("(")], values=values,
                         at=at + WHOLE_SHIFT.get((system, stem), 0), here=put(ours, values), x=at))
    for system, compute, present in (("scipy", theirs_scipy, True), ("R", theirs_r, shutil.which("Rscript")), ("BUGS", theirs_jags, shutil.which("jags")),
                                     ("PyMC", theirs_pymc, importlib.util.find_spec("pymc"))):
        mine = [job for job in jobs if job["system"] == system]
        if present:
            compute(mine)
    old = {}
    if os.path.exists(REF):
        for line in open(REF):
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 6:
                old[tuple(parts[:3])] = line
    with open(REF, "w") as out:
        import scipy
        out.write("# Written by names_refs.py with scipy %s, R 4.2.2 (extraDistr 1.9.1, sn 2.1.0), JAGS 4.3.1, PyMC 5.28.5, 2026-11-20.\n"
                  "# system, their call, ours, ours with numbers, at, log density as they compute it\n" % scipy.__version__)
        for job in jobs:
            key = (job["system"], job["call"], job["ours"])
            if "value" in job:
                out.write("\t".join([*key, job["here"], repr(job["x"]), "%.17g" % job["value"]]) + "\n")
            elif key in old:
                out.write(old[key])
            else:
                out.write("\t".join([*key, job["here"], repr(job["x"]), "?"]) + "\n")
                print("not computed:", *key, file=sys.stderr)
        more = list(functions())
        theirs_functions(more)
        for job in more:
            key = (job["system"], job["call"], job["ours"])
            here = f"{job['ours']}({', '.join(str(v) for v in job['values'].values())})"
            if "value" in job:
                out.write("\t".join([*key, here, "-", "%.17g" % job["value"]]) + "\n")
            elif key in old:
                out.write(old[key])


main()

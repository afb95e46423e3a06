#!/usr/bin/env python3
"""How the .data.json and .ref.json files of this folder were made. Not needed to build or test.

    import.py POSTERIORS... OUT

POSTERIORS: folders with one folder per posterior (named as in posteriordb), each with data.json, logdensity.json (points with
log joint density and gradient) and reference.json (summaries of reference draws; `exact` where integrals could be had).
OUT: where to write. Every number is written as read (shortest form that reads back as the same double).
"""
import json
import os
import sys


def coef(name, labels):
    """name[1], name[2], … of the reference are name[label] here."""
    return {name: (name, labels)}


LINE = coef("beta", ["intercept", "height"])
KID4 = coef("beta", ["intercept", "hs", "iq", "both"])
NES = coef("beta", ["intercept", "real_ideo", "race_adj", "age_30_44", "age_45_64", "age_65", "educ1", "gender", "income"])

# file of the reference: (posterior, model, data file, names). names: reference name -> (our name, labels) for an array whose labels are
# not 1, 2, …; -> [our names] for an array of the reference that is several unknowns here; -> our name.
TABLE = {
    "eight_schools_centered": ("eight_schools-eight_schools_centered", 0, "eight_schools", {}),
    "eight_schools_word": ("eight_schools-eight_schools_centered", 0, "eight_schools", {}),
    "eight_schools_noncentered": ("eight_schools-eight_schools_noncentered", 0, "eight_schools", {}),
    "kidiq_momhs": ("kidiq-kidscore_momhs", 0, "kidiq", coef("beta", ["intercept", "mom_hs"])),
    "kidiq_momiq": ("kidiq-kidscore_momiq", 0, "kidiq", {"beta": ["alpha", "beta"]}),
    "kidiq_momhsiq": ("kidiq-kidscore_momhsiq", 0, "kidiq", coef("beta", ["intercept", "mom_hs", "mom_iq"])),
    "kidiq_interaction": ("kidiq-kidscore_interaction", 0, "kidiq", coef("beta", ["intercept", "mom_hs", "mom_iq", "both"])),
    "kidiq_interaction_c": ("kidiq_with_mom_work-kidscore_interaction_c", 0, "kidiq_with_mom_work", KID4),
    "kidiq_interaction_c2": ("kidiq_with_mom_work-kidscore_interaction_c2", 0, "kidiq_with_mom_work", KID4),
    "kidiq_interaction_z": ("kidiq_with_mom_work-kidscore_interaction_z", 0, "kidiq_with_mom_work", KID4),
    "earnings_height": ("earnings-earn_height", 0, "earnings", LINE),
    "earnings_log_height": ("earnings-logearn_height", 0, "earnings", LINE),
    "earnings_log10_height": ("earnings-log10earn_height", 0, "earnings", LINE),
    "earnings_log_height_male": ("earnings-logearn_height_male", 0, "earnings", coef("beta", ["intercept", "height", "male"])),
    "earnings_log_interaction": ("earnings-logearn_interaction", 0, "earnings", coef("beta", ["intercept", "height", "male", "both"])),
    "earnings_log_logheight_male": ("earnings-logearn_logheight_male", 0, "earnings", coef("beta", ["intercept", "log_height", "male"])),
    "mesquite": ("mesquite-mesquite", 0, "mesquite",
                 coef("beta", ["intercept", "diam1", "diam2", "canopy_height", "total_height", "density", "group"])),
    "mesquite_log": ("mesquite-logmesquite", 0, "mesquite",
                     coef("beta", ["intercept", "diam1", "diam2", "canopy_height", "total_height", "density", "group"])),
    "mesquite_logvolume": ("mesquite-logmesquite_logvolume", 0, "mesquite", coef("beta", ["intercept", "volume"])),
    "mesquite_logva": ("mesquite-logmesquite_logva", 0, "mesquite", coef("beta", ["intercept", "volume", "area", "group"])),
    "mesquite_logvash": ("mesquite-logmesquite_logvash", 0, "mesquite",
                         coef("beta", ["intercept", "volume", "area", "shape", "total_height", "group"])),
    **{f"nes_{y}": (f"nes{y}-nes", "nes", f"nes_{y}", NES) for y in (1972, 1976, 1980, 1984, 1988, 1996, 2000)},
    "diamonds": ("diamonds-diamonds", 0, "diamonds", {}),
    "blr": ("sblrc-blr", 0, "blr", {}),
    "wells": ("wells_data-wells_interaction_c_model", 0, "wells", coef("beta", ["dist", "arsenic", "both"])),
    "glm_binomial": ("GLM_Binomial_data-GLM_Binomial_model", 0, "glm_binomial", {}),
    "glm_poisson": ("GLM_Poisson_Data-GLM_Poisson_model", 0, "glm_poisson", {}),
    "glmm1": ("GLMM_data-GLMM1_model", 0, "glmm1", {}),
    "seeds": ("seeds_data-seeds_stanified_model", 0, "seeds", {}),
    "rats": ("rats_data-rats_model", 0, "rats", {}),
    "dugongs": ("dugongs_data-dugongs_model", 0, "dugongs", {}),
    "radon": ("radon_mn-radon_hierarchical_intercept_noncentered", 0, "radon", coef("beta", ["log_uppm", "floor"])),
    "irt_2pl": ("irt_2pl-irt_2pl", 0, "irt_2pl", {}),
    "rate_2": ("Rate_2_data-Rate_2_model", 0, "rate_2", {}),
    "loss_curves": ("loss_curves-losscurve_sislob", 0, "loss_curves", {}),
    "ark": ("arK-arK", 0, "ark", {}),
    "dogs": ("dogs-dogs", 0, "dogs", coef("beta", ["intercept", "avoided", "shocked"])),
    "mcycle_gp": ("mcycle_gp-accel_gp", 0, "mcycle_gp", {}),
    "bones": ("bones_data-bones_model", 0, "bones", {}),
    "m0": ("M0_data-M0_model", 0, "m0", {}),
    "survey": ("Survey_data-Survey_model", 0, "survey", {}),
    "low_dim_gauss_mix": ("low_dim_gauss_mix-low_dim_gauss_mix", 0, "low_dim_gauss_mix", {}),
    "gp_pois_regr": ("gp_pois_regr-gp_pois_regr", 0, "gp_pois_regr", {}),
    "sat": ("sat-hier_2pl", 0, "sat", {"mu": ["mu1", "mu2"], "tau": ["tau1", "tau2"]}),
}
# Hard as it is written: a run may warn instead of being right.
MAY_WARN = {"eight_schools_centered"}
# Scalars of the reference that have another name here; other entries of Omega follow from it.
SCALARS = {"sat": {"Omega[1,2]": "rho"}}


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def rename(values, names):
    out = {}
    for name, value in values.items():
        to = names.get(name, name)
        if isinstance(to, list):
            out.update(zip(to, value))
        else:
            out[to[0] if isinstance(to, tuple) else to] = value
    return out


def scalar_name(scalar, names):
    name, _, rest = scalar.partition("[")
    to = names.get(name, name)
    if not rest:
        return to
    index = int(rest[:-1])
    if isinstance(to, list):
        return to[index - 1]
    if isinstance(to, tuple):
        return f"{to[0]}[{to[1][index - 1]}]"
    return f"{to}[{index}]"


def main():
    *folders, out = sys.argv[1:]
    written = set()
    for stem, (posterior, model, data_stem, names) in TABLE.items():
        folder = next(f for f in (os.path.join(p, posterior) for p in folders) if os.path.isdir(f))
        load = lambda name: json.load(open(os.path.join(folder, name)))
        density, reference = load("logdensity.json"), load("reference.json")
        if data_stem not in written:
            written.add(data_stem)
            data = load("data.json")
            if data_stem == "diamonds":      # the first column of X is all ones and is dropped by the model
                data["X"] = [row[1:] for row in data["X"]]
                data["K"] -= 1
                del data["prior_only"]
            with open(os.path.join(out, data_stem + ".data.json"), "w") as f:
                f.write("{" + ",\n ".join(f"{compact(k)}:{compact(v)}" for k, v in data.items()) + "}\n")
        points = []
        for p in density["points"]:
            point = {"at": rename(p["params"], names), "log_joint": p["log_joint_with_constants"]}
            if "gradient" in p:
                point["gradient"] = rename(p["gradient"], names)
            points.append(point)
        exact = reference.get("exact", {})
        summary = {}
        for scalar, row in reference["parameters"].items():
            if scalar not in SCALARS.get(stem, {}) and "Omega" in scalar:
                continue
            to = SCALARS.get(stem, {}).get(scalar) or scalar_name(scalar, names)
            if scalar in exact and "mean" in exact[scalar] and "sd" in exact[scalar]:
                summary[to] = [exact[scalar]["mean"], exact[scalar]["sd"], 0, 0]
            else:
                summary[to] = [row["mean"], row["sd"], row["mcse_mean"], row.get("mcse_sd")]
        with open(os.path.join(out, stem + ".ref.json"), "w") as f:
            f.write("{" + f'"posterior":"{posterior}","model":"{model or stem}.bmodel","data":"{data_stem}.data.json",\n'
                    + (' "may_warn":true,\n' if stem in MAY_WARN else "") +
                    f' "tolerance":{density["suggested_relative_tolerance"]},\n "points":[\n  ')
            f.write(",\n  ".join(compact(p) for p in points))
            f.write('],\n "summary":{\n  ' + ",\n  ".join(f"{compact(k)}:{compact(v)}" for k, v in summary.items()) + "}}\n")


main()

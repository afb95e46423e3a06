/* The spelling of names: which are the same, which are refused. */
#include "lang/names.h"
#include "test.h"

static Arena *arena;

static void canonical(void) {
    CHECK_STR(name_canonical(arena, "alpha"), "alpha");
    CHECK_STR(name_canonical(arena, "α"), "alpha");
    CHECK_STR(name_canonical(arena, "Δ"), "Delta");
    CHECK_STR(name_canonical(arena, "β₁₂"), "beta_12");
    CHECK_STR(name_canonical(arena, "β_₁"), "beta_1");
    CHECK_STR(name_canonical(arena, "β1"), "beta1");
    CHECK_STR(name_canonical(arena, "x₁"), "x_1");
    CHECK_STR(name_canonical(arena, "σy"), "sigma_y");
    CHECK_STR(name_canonical(arena, "Δx"), "Delta_x");
    CHECK_STR(name_canonical(arena, "bη"), "b_eta"); /* not beta */
    CHECK_STR(name_canonical(arena, "αβ"), "alpha_beta");
    CHECK_STR(name_canonical(arena, "μ_α"), "mu_alpha");
    CHECK_STR(name_canonical(arena, "log_σ2"), "log_sigma2");
}

static void variants(void) {
    CHECK_STR(name_canonical(arena, "µ"), "mu"); /* the micro sign */
    CHECK_STR(name_canonical(arena, "ϵ"), "epsilon");
    CHECK_STR(name_canonical(arena, "ϕϑϱς"), "phi_theta_rho_sigma");
    CHECK_STR(name_canonical(arena, "Ω"), "Omega"); /* the ohm sign */
    CHECK_STR(name_canonical(arena, "ℓ"), "ell");
    CHECK_STR(name_canonical(arena, "𝛼"), "alpha"); /* italic, bold, sans serif */
    CHECK_STR(name_canonical(arena, "𝝈"), "sigma");
    CHECK_STR(name_canonical(arena, "𝑥"), "x");
    CHECK_STR(name_canonical(arena, "𝐗𝟏"), "X1");
    CHECK_STR(name_canonical(arena, "𝜖"), "epsilon");
    CHECK_STR(name_canonical(arena, "\xC3\xA9"), name_canonical(arena, "e\xCC\x81")); /* é, in one piece and in two */
    CHECK_STR(name_canonical(arena, "\xE1\xBA\xA5"), name_canonical(arena, "a\xCC\x82\xCC\x81")); /* ấ */
}

static void lookalikes(void) {
    NameSpelling s = name_spell(arena, "mаx", strlen("mаx"));
    CHECK(s.lookalike);
    CHECK_INT(s.odd_begin, 1);
    CHECK_INT(s.odd_end, 3);
    CHECK_INT(s.instead, 'a');
    CHECK_STR(s.canonical, "max");
    CHECK_STR(s.alphabet, "Cyrillic");
    CHECK(name_spell(arena, "х", strlen("х")).lookalike);
    CHECK(name_spell(arena, "мu", strlen("мu")).lookalike);      /* m, only among Latin letters */
    CHECK(!name_spell(arena, "рост", strlen("рост")).lookalike); /* a word in one alphabet is a name */
    CHECK(!name_spell(arena, "身長", strlen("身長")).lookalike);
    CHECK(!name_spell(arena, "σ_y", strlen("σ_y")).lookalike);
    CHECK(!name_spell(arena, "\xFF\xC3", 2).lookalike); /* not UTF-8: no crash */
}

static void unicode(void) {
    CHECK_STR(name_greek("sigma"), "σ");
    CHECK_STR(name_greek("Omega"), "Ω");
    CHECK_STR(name_greek("omicronx"), NULL);
    CHECK_STR(name_unicode(arena, "sigma_y"), "σ_y");
    CHECK_STR(name_unicode(arena, "beta_12"), "β₁₂");
    CHECK_STR(name_unicode(arena, "x_1_alpha"), "x_1_α");
    CHECK_STR(name_unicode(arena, "_1"), "₁");
}

int main(void) {
    arena = arena_new();
    canonical();
    variants();
    lookalikes();
    unicode();
    arena_free(arena);
    return test_end();
}

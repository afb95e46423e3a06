/* Members of distributions: their names, and which follow from others. */
#include "model.h"

const char *const dist_member_names[MEMBER_COUNT] = {
    [MEMBER_LOG_P] = "log_p",       [MEMBER_DRAW] = "draw",         [MEMBER_MEAN] = "mean",
    [MEMBER_CDF] = "cdf",           [MEMBER_LOG_CDF] = "log_cdf",   [MEMBER_LOG_CCDF] = "log_ccdf",
    [MEMBER_VARIANCE] = "variance", [MEMBER_QUANTILE] = "quantile", [MEMBER_UPPER_QUANTILE] = "upper_quantile"};

/* The first that is stated; MEMBER_COUNT: none. */
static DistMember first_of(const Dist *dist, const DistMember *members, int n) {
    for (int i = 0; i < n; i++)
        if (dist->member[members[i]]) return members[i];
    return MEMBER_COUNT;
}

DistMember dist_from(const Dist *dist, DistMember member) {
    switch (member) {
    case MEMBER_CDF:
        return first_of(dist, (DistMember[]){MEMBER_CDF, MEMBER_LOG_CDF, MEMBER_LOG_CCDF}, 3);
    case MEMBER_LOG_CDF:
        return first_of(dist, (DistMember[]){MEMBER_LOG_CDF, MEMBER_CDF, MEMBER_LOG_CCDF}, 3);
    case MEMBER_LOG_CCDF:
        return first_of(dist, (DistMember[]){MEMBER_LOG_CCDF, MEMBER_CDF, MEMBER_LOG_CDF}, 3);
    case MEMBER_QUANTILE:
        return first_of(dist, (DistMember[]){MEMBER_QUANTILE, MEMBER_UPPER_QUANTILE}, 2);
    case MEMBER_UPPER_QUANTILE:
        return first_of(dist, (DistMember[]){MEMBER_UPPER_QUANTILE, MEMBER_QUANTILE}, 2);
    case MEMBER_LOG_P:
    case MEMBER_DRAW:
    case MEMBER_MEAN:
    case MEMBER_VARIANCE:
    case MEMBER_COUNT:
        break;
    }
    return first_of(dist, &member, member != MEMBER_COUNT);
}

/* Effective sample size of many chains: Geyer's initial monotone sequence on autocorrelations that combine within- and
 * between-chain variance (Vehtari, Gelman, Simpson, Carpenter & Buerkner 2021, sec. 3). */
#ifndef BM_EFFECTIVE_H
#define BM_EFFECTIVE_H

/* y: `chains` chains of n draws, one after the other (already split); centred: work space of the same size; rho: n cells.
 * NaN if n < 4 or all draws are equal. At most S log10 S for S draws. */
double bm_effective(const double *y, int chains, int n, double *centred, double *rho);
/* sqrt of estimated total variance / within-chain variance, of chains as above. */
double bm_scale_reduction(const double *y, int chains, int n);

#endif

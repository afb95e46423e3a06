/* A model as an object file would offer it; linked with the runtime alone by standalone.sh. */
#include "schools_model.h"

const BmModel bm_model = SCHOOLS_MODEL;

/* `use "file.bmodel"`: the statements of several files as those of one. */
#ifndef LANG_USE_H
#define LANG_USE_H
#include "model.h"

/* The statements of `file`, each `use` replaced by those of the file it names (and of the files that this one uses), without what an `except` leaves out. A
 * file is read once, where it is first named. The sources are added to model->sources. What cannot be read is reported; *lacking is then set, as names may
 * come from there. */
AstFile *use_files(Session *session, Model *model, AstFile *file, bool *lacking);
/* Where two definitions of a name stand in two files: the `use` that leaves one of them to the other, as help. */
void use_help_clash(Session *session, const Model *model, Diag *diag, const AstName *name, Span other);

#endif

/* Object files: the same module, for the linker. */
#include <string.h>

#include "jit.h"
#include "runtime/abi.h"

void object_add_model(Target *t, const char *schema, int layout_cells, const char *const names[6]) {
    LLVMTypeRef  pointer = LLVMPointerTypeInContext(t->context, 0), i32 = LLVMInt32TypeInContext(t->context);
    LLVMTypeRef  types[9] = {i32, i32, pointer, pointer, pointer, pointer, pointer, pointer, pointer};
    LLVMTypeRef  type = LLVMStructTypeInContext(t->context, types, 9, 0);
    LLVMValueRef text = LLVMConstStringInContext2(t->context, schema, strlen(schema), 0);
    LLVMValueRef string = LLVMAddGlobal(t->module, LLVMTypeOf(text), "bm_schema_text");
    LLVMSetInitializer(string, text);
    LLVMSetGlobalConstant(string, 1);
    LLVMSetLinkage(string, LLVMPrivateLinkage);
    LLVMValueRef members[9] = {LLVMConstInt(i32, BM_ABI_VERSION, 0),
                               LLVMConstInt(i32, (unsigned long long)layout_cells, 0), string};
    for (int i = 0; i < 6; i++)
        members[i + 3] = names[i] ? LLVMGetNamedFunction(t->module, names[i]) : LLVMConstNull(pointer);
    LLVMValueRef model = LLVMAddGlobal(t->module, type, "bm_model");
    LLVMSetInitializer(model, LLVMConstStructInContext(t->context, members, 9, 0));
    LLVMSetGlobalConstant(model, 1);
}

bool object_write(Arena *arena, const Machine *m, Target *t, const char *path, const char **error) {
    char *text = NULL, *file = arena_printf(arena, "%s", path);
    if (!LLVMTargetMachineEmitToFile(m->target_machine, t->module, file, LLVMObjectFile, &text)) return true;
    *error = arena_printf(arena, "%s", text);
    LLVMDisposeMessage(text);
    return false;
}

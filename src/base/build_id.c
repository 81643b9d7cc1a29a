#include "base/build_id.h"

#include "base/hash.h"

#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WORD = 4, MOST = 32 };

static size_t padded(size_t length)
{
    return (length + WORD - 1) / WORD * WORD;
}

/* A note is a header, its owner's name and what it says, each padded to words. */
static void look_for_id(const char *notes, size_t length, char *ret_text)
{
    for (size_t at = 0; at + sizeof(ElfW(Nhdr)) <= length;) {
        ElfW(Nhdr) note;
        const char *name = notes + at + sizeof(note);

        memcpy(&note, notes + at, sizeof(note));
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == WORD && !memcmp(name, "GNU", WORD) &&
            note.n_descsz <= MOST)
            hash_hex((const uint8_t *)name + WORD, note.n_descsz, ret_text);
        at += sizeof(note) + padded(note.n_namesz) + padded(note.n_descsz);
    }
}

/* The first object is the program itself. */
static int look_at(struct dl_phdr_info *info, size_t size, void *arg)
{
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_NOTE)
            look_for_id((const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr),
                        info->dlpi_phdr[i].p_memsz, arg);
    return 1;
}

void build_id(char ret_text[BUILD_ID_TEXT])
{
    ret_text[0] = '\0';
    dl_iterate_phdr(look_at, ret_text);
}

/*
 * build_id - which build this program is: the id that the linker puts into it, another one for
 * every change of its code. For what one build leaves on the disk and another must not take.
 */
#ifndef BASE_BUILD_ID_H
#define BASE_BUILD_ID_H

enum { BUILD_ID_TEXT = 2 * 32 + 1 };

/* "" if the linker left none. Needs no file. */
void build_id(char ret_text[BUILD_ID_TEXT]);

#endif

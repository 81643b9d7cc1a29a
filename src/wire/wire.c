#include "wire/wire.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const wire_keyed[] = { NULL };      /* its address is what counts */

static_assert(sizeof(enum wire_need) == sizeof(int), "a WIRE_NAME field is stored as an int");

static size_t *count_of(const struct wire_field *field, void *object)
{
    return (size_t *)((char *)object + field->count_offset);
}

static void clear_field(const struct wire_field *field, void *object)
{
    char *at = (char *)object + field->offset;

    switch (field->type) {
    case WIRE_NUMBER_TYPE:
        *(double *)at = NAN;
        return;
    case WIRE_INTEGER_TYPE:
        *(int64_t *)at = WIRE_UNKNOWN;
        return;
    case WIRE_STRUCT_TYPE:
        wire_clear(field->fields, at);
        return;
    case WIRE_TEXT_TYPE: case WIRE_TIME_TYPE: case WIRE_FLAG_TYPE: case WIRE_NAME_TYPE:
        memset(at, 0, field->size);
        return;
    case WIRE_LIST_TYPE: case WIRE_NUMBERS_TYPE: case WIRE_INTEGERS_TYPE: case WIRE_TIMES_TYPE:
    case WIRE_TEXTS_TYPE:
        *count_of(field, object) = 0;
        *(void **)at = NULL;
        return;
    case WIRE_OWNED_TYPE: case WIRE_RAW_TYPE: case WIRE_POINTER_TYPE: case WIRE_TYPES:
        *(void **)at = NULL;
        return;
    }
}

void wire_clear(const struct wire_field *fields, void *ret_object)
{
    for (; fields->name; fields++)
        clear_field(fields, ret_object);
}

static void release_elements(const struct wire_field *field, void *object, void *elements)
{
    const size_t count = *count_of(field, object);

    for (size_t i = 0; i < count; i++)
        if (field->type == WIRE_LIST_TYPE)
            wire_release(field->fields, (char *)elements + i * field->size);
        else if (field->type == WIRE_TEXTS_TYPE)
            free(((char **)elements)[i]);
    free(elements);
}

static void release_field(const struct wire_field *field, void *object)
{
    char *at = (char *)object + field->offset;

    switch (field->type) {
    case WIRE_OWNED_TYPE: case WIRE_RAW_TYPE:
        free(*(void **)at);
        return;
    case WIRE_STRUCT_TYPE:
        wire_release(field->fields, at);
        return;
    case WIRE_POINTER_TYPE:
        if (*(void **)at)
            wire_release(field->fields, *(void **)at);
        free(*(void **)at);
        return;
    case WIRE_LIST_TYPE: case WIRE_NUMBERS_TYPE: case WIRE_INTEGERS_TYPE: case WIRE_TIMES_TYPE:
    case WIRE_TEXTS_TYPE:
        release_elements(field, object, *(void **)at);
        return;
    case WIRE_TEXT_TYPE: case WIRE_NUMBER_TYPE: case WIRE_INTEGER_TYPE: case WIRE_TIME_TYPE:
    case WIRE_FLAG_TYPE: case WIRE_NAME_TYPE: case WIRE_TYPES:
        return;
    }
}

void wire_release(const struct wire_field *fields, void *object)
{
    for (const struct wire_field *field = fields; field->name; field++)
        release_field(field, object);
    wire_clear(fields, object);
}

/*
 * ctrl_c - SIGINT as a flag and a descriptor that poll() sees.
 *
 * After ctrl_c_watch() the first ctrl-c only sets the flag; a second one, while the flag stands,
 * ends the program as it would have.
 */
#ifndef CLI_CTRL_C_H
#define CLI_CTRL_C_H

#include <signal.h>
#include <stdbool.h>

void ctrl_c_watch(void);
bool ctrl_c_was_pressed(void);
void ctrl_c_forget(void);

/* For http_exchange: set, readable, once it was pressed. */
const volatile sig_atomic_t *ctrl_c_flag(void);
const int *ctrl_c_fd(void);

/* Returns after `ms`, or at once when it is pressed. */
void ctrl_c_pause(int ms);

#endif

/*
 * echo_host - the smallest host service, for tests and as the example of docs/add_a_host_service.md.
 *
 *     echo-host 127.0.0.1:0       prints the address, then answers until SIGTERM
 *
 * POST /echo sends the text back; POST /wait does so after so many milliseconds.
 */
#include "async/interrupt.h"
#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "log/log.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/service_frame.h"
#include "wire/wire.h"

#include <stdio.h>

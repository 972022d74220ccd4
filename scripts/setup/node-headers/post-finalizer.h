/* Included before the addon when it is compiled against node-api-headers, which leave experimental functions out. Every runtime that
   has the experimental Node-API exports this one; without it the addon's finalizers would run inside the garbage collector, and abort. */
#include <node_api.h>
#ifdef __cplusplus
extern "C" {
#endif
napi_status node_api_post_finalizer(napi_env env, napi_finalize callback, void *data, void *hint);
#ifdef __cplusplus
}
#endif

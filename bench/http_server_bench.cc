// rooms: http io base
//
// Requests per second of the http room alone: serves POST / and POST /later (answered from another
// thread) and drives both with wrk when it is installed; without it, serves until it is killed.
//   http_server_bench [threads] [seconds]
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <sys/resource.h>

#include "tenrec/http/http.h"
#include "tenrec/http/server.h"
#include "tenrec/io/worker_pool.h"

namespace {

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

int main(int argc, char** argv) {
  namespace http = tenrec::http;
  tenrec::SystemClock clock;
  tenrec::Metrics metrics;
  tenrec::io::WorkerPool pool("later", 1, 10'000);
  const auto router = std::make_shared<http::Router>();
  router->Add(http::Method::kPost, "/", [](const auto&, http::Respond respond) {
    respond(http::JsonTextResponse(200, R"({"status":"Ok"})"));
  });
  router->Add(http::Method::kPost, "/later", [&](const auto&, http::Respond respond) {
    const bool taken = pool.TrySubmit([respond = std::move(respond)]() mutable {
      respond(http::JsonTextResponse(200, R"({"status":"Ok"})"));
    });
    if (!taken) std::abort();
  });
  http::ServerOptions options;
  options.threads = argc > 1 ? std::atoi(argv[1]) : 2;
  const std::string seconds = argc > 2 ? argv[2] : "5";
  auto server = http::Server::Start(options, router, clock, metrics);
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message.c_str());
    return 1;
  }
  const std::string script = "/tmp/tenrec_http_server_bench.lua";
  std::ofstream(script) << "wrk.method = 'POST'\nwrk.body = string.rep('x', 1024)\n"
                           "wrk.headers['Content-Type'] = 'application/json'\n";
  for (const char* path : {"/", "/later"}) {
    const std::string command = "wrk -t1 -c64 -d" + seconds + "s --latency -s " + script +
                                " http://127.0.0.1:" + std::to_string((*server)->port()) + path;
    const double before = CpuSeconds();
    std::printf("\n== POST %s, 1 KB, 64 connections, %d IO threads\n", path, options.threads);
    std::fflush(stdout);
    if (std::system(command.c_str()) != 0) return 1;
    std::printf("CPU of the server: %.2f s\n", CpuSeconds() - before);
  }
  return 0;
}

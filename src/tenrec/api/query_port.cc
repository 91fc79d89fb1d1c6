#include "tenrec/api/api.h"

namespace tenrec::api {

QueryPort PortOf(query::Runner& runner) {
  return {
      .submit =
          [&runner](query::QueryRequest request, UniqueFunction<void(query::Answer)> done) {
            runner.Submit(std::move(request), std::move(done));
          },
      .run = [&runner](const query::QueryRequest& request) { return runner.Run(request); },
      .status = [&runner](TeamId team, std::string_view id,
                          bool show_progress) { return runner.Status(team, id, show_progress); },
      .cancel = [&runner](TeamId team, std::string_view id) { return runner.Cancel(team, id); },
  };
}

}  // namespace tenrec::api

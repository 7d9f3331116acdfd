#!/bin/sh
# Watches a cluster of this machine: Prometheus with cbd's rules, and Grafana with the boards where grafana-server is
# installed. Ctrl-C ends both. Debian: apt-get install prometheus.
#
#   dashboards/watch.sh [FOLDER]            what is learned is kept there; default .cbd/watch
#   COORDINATORS=10.0.0.7:8470,10.0.0.8:8470 WORKERS=10.0.0.20:9471 dashboards/watch.sh
#   METRICS_TOKEN_FILE=FILE                where coordinators ask for a token: one with the role `read`
#   METRICS_TLS=DIR                        where they speak TLS: what `cbd certs node DIR --ca AUTHORITY --guest` made
#   PROMETHEUS_PORT=9090 GRAFANA_PORT=3000  where they listen, on this machine only
set -eu

here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
folder=${1:-.cbd/watch}
mkdir -p "$folder"
folder=$(CDPATH='' cd -- "$folder" && pwd -P)
port=${PROMETHEUS_PORT:-9090}

command -v prometheus >/dev/null 2>&1 || {
  echo "watch.sh: there is no 'prometheus'. Debian: apt-get install prometheus" >&2
  exit 1
}

listed() { echo "$1" | sed 's/ //g; s/,/", "/g'; }

token=
if [ -n "${METRICS_TOKEN_FILE-}" ]; then
  token="    authorization: {credentials_file: \"$(readlink -f "$METRICS_TOKEN_FILE")\"}"
fi

tls=
if [ -n "${METRICS_TLS-}" ]; then
  own=$(readlink -f "$METRICS_TLS")
  tls="    scheme: https
    tls_config: {ca_file: \"$own/ca.pem\", cert_file: \"$own/node.pem\", key_file: \"$own/node-key.pem\"}"
fi

cat >"$folder/prometheus.yml" <<END
global: {scrape_interval: 5s, evaluation_interval: 15s}
rule_files: ["$here/rules/*.yml"]
scrape_configs:
  - job_name: cbd-coordinator
    static_configs: [{targets: ["$(listed "${COORDINATORS:-127.0.0.1:8470}")"]}]
$token
$tls
  - job_name: cbd-worker
    static_configs: [{targets: ["$(listed "${WORKERS:-127.0.0.1:9471}")"]}]
$tls
END

children=
stop() {
  trap - EXIT INT TERM
  for child in $children; do kill "$child" 2>/dev/null || true; done
  wait
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

prometheus --config.file="$folder/prometheus.yml" --storage.tsdb.path="$folder/prometheus" \
  --enable-feature=exemplar-storage --web.listen-address="127.0.0.1:$port" --log.level=warn &
children=$!
echo "Prometheus: http://127.0.0.1:$port/alerts"

if command -v grafana-server >/dev/null 2>&1; then
  mkdir -p "$folder/grafana" "$folder/boards" "$folder/provisioning/datasources" "$folder/provisioning/dashboards"
  cp "$here"/cbd-*.json "$folder/boards/"
  cp "$here/provisioning/datasources/prometheus.yml" "$folder/provisioning/datasources/"
  sed "s|/var/lib/grafana/dashboards/cbd|$folder/boards|" "$here/provisioning/dashboards/cbd.yml" \
    >"$folder/provisioning/dashboards/cbd.yml"
  home=$(dirname "$(dirname "$(readlink -f "$(command -v grafana-server)")")")
  [ -d /usr/share/grafana ] && home=/usr/share/grafana
  PROMETHEUS_URL="http://127.0.0.1:$port" \
    GF_SERVER_HTTP_ADDR=127.0.0.1 GF_SERVER_HTTP_PORT="${GRAFANA_PORT:-3000}" GF_AUTH_ANONYMOUS_ENABLED=true \
    GF_PATHS_DATA="$folder/grafana" GF_PATHS_LOGS="$folder/grafana" GF_PATHS_PROVISIONING="$folder/provisioning" \
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH="$folder/boards/cbd-overview.json" GF_LOG_LEVEL=warn \
    grafana-server --homepath "$home" &
  children="$children $!"
  echo "Grafana: http://127.0.0.1:${GRAFANA_PORT:-3000}/"
else
  echo "Grafana is not installed: import dashboards/cbd-*.json into one (dashboards/README.md)."
fi
wait

# For the cases about a ledger: `. "$TREE/tests/cli/ledger.sh"`.
#
# Keys for tests alone (anybody can read them here), and the moments, salts and random keys of a run
# made the same for every run. Not a case: it has no cmd of its own.

# key NAME: NAME.key and NAME.pub, always the same ones.
key() {
    case $1 in
    ada)
        private=MC4CAQAwBQYDK2VwBCIEIIDrLqByJK3BqY/vBeOidzpNoSV+BXYYubdoj8M1jS8O
        public="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHASJgYI3L7udTg3noDOr6bt+SF3ZDT+rnpxzBGmI0w1"
        ;;
    ben)
        private=MC4CAQAwBQYDK2VwBCIEIFeZOR5gqVxw6S7Ej8ww/sTyrzlU0YhC92TfsBFlQH5L
        public="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHkYHYXg8uxIoKEo6+2QKyjAAb2vN0Cbyfecl/73tO8Q"
        ;;
    bob)
        private=MC4CAQAwBQYDK2VwBCIEIBWnqZmqx6Gr9alvWQ5A/NIJwtaTEUJJcrDH6GZeTlAK
        public="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBYuKTXjsEZ8MvIcDpabYZMGdoRSzDc+oF4v5FDmh0sk"
        ;;
    cy)
        private=MC4CAQAwBQYDK2VwBCIEIHg3O9P0bTVq40E9E0OEHGQccw9rE9EARWqzhUIZdenK
        public="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILf/CSdXkBKmFsyW+crY7eMGDPEv79Ffyvn/UIT/w6wa"
        ;;
    dora)
        private=MC4CAQAwBQYDK2VwBCIEIKawwf2najqchucpkGpFtlOHw4nuXntqR0QP2ZsMMyUL
        public="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqZxHLXVOwr3rlNMzWEJmTW1I5FjGILFiO99YJF/Xsd"
        ;;
    *)
        echo "there is no key $1" >&2
        return 1
        ;;
    esac
    (umask 077 && printf -- '-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n' "$private" >"$1.key")
    echo "$public $1@bank.example" >"$1.pub"
}

# say COMMAND...: what it prints, then its status where that is not 0.
say() {
    "$@" 2>&1
    said=$?
    [ "$said" = 0 ] || echo "status $said"
}

# What differs from run to run, by what it is.
same() {
    here=$(pwd -P)
    sed -E -e "s#$here#HERE#g" \
        -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z/TIME/g' \
        -e 's#\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43}[A-Za-z0-9+/=]#+VKEY#g' \
        -e 's#"(name|reason|challenge|leaf|text)":"sha256:[0-9a-f]{64}"#"\1":"sha256:SALTED"#g'
}

# ledger: a log with two administrators, a risk officer and a pipeline, each proven.
ledger() {
    for who in ada ben bob cy; do key "$who"; done
    {
        obstat init --origin gov.example/models --admin ada=ada.pub --admin ben=ben.pub \
            --name "ada=Ada Lovelace" --name "ben=Ben Nevis" &&
            obstat identity add bob --key bob.pub --role risk-officer --role validator \
                --name "Bob Builder" --sign ada.key &&
            obstat identity prove bob --sign bob.key &&
            obstat identity add cy --key cy.pub --role ci --name "Build server" --sign ada.key &&
            obstat identity prove cy --sign cy.key
    } >begun 2>&1 || cat begun
}

# pending: the ledger, with an owner, and credit@2.3.0 waiting for two signatures. Needs model.yaml
# and policies/.
pending() {
    ledger
    key dora
    {
        obstat identity add dora --key dora.pub --role owner --name "Dora Dee" --sign ada.key &&
            obstat identity prove dora --sign dora.key &&
            obstat policy adopt -p policies --to production --sign ada.key &&
            obstat register --sign cy.key
    } >begun 2>&1 || cat begun
    obstat check --record --to production --sign cy.key >begun 2>&1
    [ $? = 7 ] || cat begun
}

# Digests that hang on the moment of the run.
digests() {
    sed -E -e 's/sha256:[0-9a-f]{64}/DIGEST/g; s/sha256:[0-9a-f]{12}/SHORT/g; s/[0-9a-f]{64}/HEX/g'
}

"""The public test vectors: signatures, sealing, certificates, sensitive fields, message push."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA1

from tests.wechat_sandbox.sides import Signer, refused
from wechat_sandbox import crypto

PUBLIC = Path(__file__).parents[2] / "../shared/reference/wechat/test-vectors.json"


@pytest.fixture(scope="module")
def loaded(http, vectors):
    """The merchant of the vectors, in the running sandbox."""
    return http.post("/_sandbox/merchants", json={"preset": "test-vectors", "vectors": vectors}).json()


def test_our_copy_is_the_public_one(vectors):
    if not PUBLIC.exists():
        pytest.skip("the public reference is not beside this repository")
    assert json.loads(PUBLIC.read_text()) == vectors


@pytest.mark.parametrize("name", ["request_post", "request_get"])
def test_a_request_of_the_vectors_verifies(vectors, name):
    key = crypto.certificate_key(vectors["keys"]["merchant_cert_pem"])
    vector = vectors[name]
    assert crypto.verify(key, vector["message"].encode(), vector["signature"])
    assert not crypto.verify(key, vector["message"].replace("1767", "1768").encode(), vector["signature"])


@pytest.mark.parametrize("name", ["response", "response_204"])
def test_an_answer_is_signed_as_in_the_vectors(vectors, name):
    key = crypto.load_private(vectors["keys"]["platform_private_key_pem"])
    assert crypto.sign(key, vectors[name]["message"].encode()) == vectors[name]["signature"]


def test_pay_sign_of_the_vectors_verifies(vectors):
    key = crypto.certificate_key(vectors["keys"]["merchant_cert_pem"])
    vector = vectors["pay_sign"]
    assert crypto.verify(key, vector["message"].encode(), vector["paySign"])


def test_a_callback_is_sealed_and_signed_as_in_the_vectors(vectors):
    vector, keys = vectors["callback"], vectors["keys"]
    sealed = crypto.seal_resource(
        keys["apiv3_key"],
        vector["resource_nonce"],
        vector["resource_associated_data"],
        vector["resource_plaintext"].encode(),
    )
    assert sealed == vector["resource_ciphertext"]
    message = f"{vector['timestamp']}\n{vector['nonce']}\n{vector['body']}\n".encode()
    signature = crypto.sign(crypto.load_private(keys["platform_private_key_pem"]), message)
    assert signature == vector["signature_by_platform_key"]


def test_a_sensitive_field_of_the_vectors_opens(vectors):
    key = crypto.load_private(vectors["keys"]["platform_private_key_pem"])
    assert crypto.decrypt_field(key, vectors["oaep"]["ciphertext_base64"]) == "张三"
    assert crypto.decrypt_field(crypto.new_private_key(), vectors["oaep"]["ciphertext_base64"]) is None


def test_message_push_is_sealed_as_in_the_vectors(vectors):
    vector = vectors["push_safe_mode"]
    sealed = crypto.seal_push(
        vector["encoding_aes_key"],
        vector["receive_id"],
        vector["plaintext"].encode(),
        vector["random16"].encode(),
    )
    assert sealed == vector["encrypt"]
    parts = (vector["token"], vector["timestamp"], vector["nonce"])
    assert crypto.sorted_sha1(*parts, sealed) == vector["msg_signature"]
    assert crypto.sorted_sha1(*parts) == vector["signature_plain_mode"]


def test_the_preset_hands_out_the_identifiers_of_the_vectors(loaded, vectors):
    keys = vectors["keys"]
    assert loaded["mchid"] == "1900000001"
    assert loaded["mini_appid"] == keys["appid"]
    assert loaded["merchant_serial_no"] == keys["merchant_cert_serial"]
    assert loaded["public_key_id"] == keys["platform_public_key_id"]
    assert loaded["public_key"] == keys["platform_public_key_pem"]
    assert loaded["platform_certificate"] == keys["platform_cert_pem"]
    assert loaded["apiv3_key"] == keys["apiv3_key"]
    assert loaded["encoding_aes_key"] == vectors["push_safe_mode"]["encoding_aes_key"]


def test_loading_the_preset_twice_changes_nothing(loaded, http, vectors):
    again = http.post("/_sandbox/merchants", json={"preset": "test-vectors", "vectors": vectors}).json()
    assert again == loaded


def test_the_preset_needs_its_keys(http):
    answer = http.post("/_sandbox/merchants", json={"preset": "test-vectors"})
    refused(answer, 400, "VECTORS_NEEDED")


def test_the_signed_request_of_the_vectors_is_right_but_too_old(loaded, http, vectors):
    vector = vectors["request_post"]
    headers = {"Authorization": vector["authorization"], "Content-Type": "application/json"}
    answer = http.post(vector["url_path"], content=vector["body"].encode(), headers=headers)
    assert "5分钟" in refused(answer, 401, "SIGN_ERROR")["message"]


def test_the_body_of_the_vectors_is_accepted_when_signed_now(loaded, http, control, vectors):
    signer = Signer(http, loaded)
    answer = signer.post("/v3/pay/transactions/jsapi", json.loads(vectors["request_post"]["body"]))
    assert answer.status_code == 200
    signer.verify(answer.headers, answer.content)


def test_the_certificate_list_opens_to_the_certificate_of_the_vectors(loaded, http, vectors):
    signer = Signer(http, loaded)
    entry = signer.get("/v3/certificates").json()["data"][0]
    wanted = vectors["certificates_entry"]
    assert entry["serial_no"] == wanted["serial_no"]
    assert entry["effective_time"] == wanted["effective_time"]
    assert entry["expire_time"] == wanted["expire_time"]
    sealed = entry["encrypt_certificate"]
    assert signer.unseal(sealed).decode() == vectors["keys"]["platform_cert_pem"]
    assert signer.unseal(wanted["encrypt_certificate"]) == signer.unseal(sealed)


def test_oaep_of_a_merchant_opens_with_the_public_key_halves(loaded, vectors):
    public = serialization.load_pem_public_key(loaded["public_key"].encode())
    oaep = padding.OAEP(mgf=padding.MGF1(SHA1()), algorithm=SHA1(), label=None)  # noqa: S303  WeChat fixes SHA-1
    sealed = base64.b64encode(public.encrypt("李四".encode(), oaep)).decode()
    private = crypto.load_private(vectors["keys"]["platform_private_key_pem"])
    assert crypto.decrypt_field(private, sealed) == "李四"
